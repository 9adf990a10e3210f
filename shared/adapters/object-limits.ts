/** Objects in one page of a listing. */
export const LIST_PAGE = 1000;
/** Keys in one request to delete. */
export const DELETE_LIMIT = 1000;
/** A larger file is uploaded in parts, 64 MB. */
export const MULTIPART_BYTES = 64 * 1024 * 1024;
/** Size of a part, 8 MB. S3 takes up to 10,000 parts, which make 80 GB. */
export const PART_BYTES = 8 * 1024 * 1024;
/** Size of one ranged GET of a large object, 32 MB; S3 serves several in parallel at full speed. */
export const RANGE_BYTES = 32 * 1024 * 1024;
/** How long a link to an object works. */
export const LINK_LIFETIME_SECONDS = 15 * 60;
