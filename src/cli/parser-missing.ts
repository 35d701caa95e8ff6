/** Installed without a checkout around it, the package has no parsers of articles. */
export const isParserMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
