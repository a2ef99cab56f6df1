// Words of the kernel. All addresses are bytes in linear memory; nothing is managed, nothing is freed.
//
// A matrix of R rows and N columns lies in panels of 32 columns: N is padded to a multiple of 4 with zeros, panel p
// begins at p · R floats, and its rows, as wide as the panel, follow each other. A kernel of K × N numbers lies the
// same way with R = K. So every inner loop walks memory forwards and only transposed weights are packed anew.

export type P = usize;

export const PANEL: i32 = 32;

// @ts-ignore
@inline export function least(a: i32, b: i32): i32 { return a < b ? a : b; }
// @ts-ignore
@inline export function padded(n: i32): i32 { return (n + 3) & ~3; }
// @ts-ignore
@inline export function zero(): v128 { return f32x4.splat(0); }
// @ts-ignore
@inline export function all(x: f32): v128 { return f32x4.splat(x); }
// @ts-ignore
@inline export function at(p: P, offset: usize = 0): v128 { return v128.load(p + offset); }
// @ts-ignore
@inline export function spread(p: P): v128 { return v128.load32_splat(p); }
/** a · b + c; one rounding in the relaxed build, two in the strict one. */
// @ts-ignore
@inline export function fma(a: v128, b: v128, c: v128): v128 { return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(c, f32x4.mul(a, b)); }
/** Word i of a record. */
// @ts-ignore
@inline export function word(p: P, i: i32): i32 { return load<i32>(p + (<usize>i << 2)); }
// @ts-ignore
@inline export function address(p: P, i: i32): P { return load<P>(p + (<usize>i << 2)); }
// @ts-ignore
@inline export function real(p: P, i: i32): f32 { return load<f32>(p + (<usize>i << 2)); }
/** Lanes whose column j … j + 3 is one of the first n. */
// @ts-ignore
@inline export function inside(j: i32, n: i32): v128 { return i32x4.lt_s(i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(j)), i32x4.splat(n)); }

// 4 × 4 transposition in two rounds.
// @ts-ignore
@inline export function lower(a: v128, b: v128): v128 { return v128.shuffle<i32>(a, b, 0, 4, 1, 5); }
// @ts-ignore
@inline export function upper(a: v128, b: v128): v128 { return v128.shuffle<i32>(a, b, 2, 6, 3, 7); }
// @ts-ignore
@inline export function lower2(a: v128, b: v128): v128 { return v128.shuffle<i64>(a, b, 0, 2); }
// @ts-ignore
@inline export function upper2(a: v128, b: v128): v128 { return v128.shuffle<i64>(a, b, 1, 3); }

/** Every lane the sum of all four. */
// @ts-ignore
@inline export function sumLanes(x: v128): v128 { const y = f32x4.add(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1)); return f32x4.add(y, v128.shuffle<i32>(y, y, 1, 0, 3, 2)); }
/** Every lane the largest of all four. */
// @ts-ignore
@inline export function maxLanes(x: v128): v128 { const y = f32x4.pmax(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1)); return f32x4.pmax(y, v128.shuffle<i32>(y, y, 1, 0, 3, 2)); }
/** Every lane the least of all four, whole numbers. */
// @ts-ignore
@inline export function leastLanes(x: v128): v128 { const y = i32x4.min_s(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1)); return i32x4.min_s(y, v128.shuffle<i32>(y, y, 1, 0, 3, 2)); }
