/** Part of every job key: raised when the engine would compute other numbers from the same documents. */
export const ENGINE_VERSION = '1';
