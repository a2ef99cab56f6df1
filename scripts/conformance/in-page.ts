/** What the conformance run loads into a page of Chromium: the families, by one global name. */
import { runFixture } from './families';

Object.assign(globalThis, { runFixture });
