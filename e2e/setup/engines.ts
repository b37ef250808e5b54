// Both engines run every test.
export const engines = ['jspi', 'asyncify'] as const;
