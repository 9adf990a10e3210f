/** The named segments of an RFM score, each with the codes (R, F and M from 1 to 5) that it holds. */
export const segments = [
  { name: 'Champions', zh: '冠军客户', codes: '555 554 544 545 454 455 445' },
  { name: 'Loyal', zh: '忠诚客户', codes: '543 444 435 355 354 345 344 335' },
  {
    name: 'Potential Loyalist',
    zh: '潜在忠诚客户',
    codes: '553 551 552 541 542 533 532 531 452 451 442 441 431 453 433 432 423 353 352 351 342 341 333 323',
  },
  { name: 'New', zh: '新客户', codes: '512 511 422 421 412 411 311' },
  { name: 'Promising', zh: '有前景客户', codes: '525 524 523 522 521 515 514 513 425 424 413 414 415 315 314 313' },
  { name: 'Need Attention', zh: '需要关注客户', codes: '535 534 443 434 343 334 325 324' },
  { name: 'About To Sleep', zh: '即将沉睡客户', codes: '331 321 312 221 213 231 241 251' },
  {
    name: 'At Risk',
    zh: '流失风险客户',
    codes: '255 254 245 244 253 252 243 242 235 234 225 224 153 152 145 143 142 135 134 133 125 124',
  },
  { name: "Can't Lose", zh: '不可流失客户', codes: '155 154 144 214 215 115 114 113' },
  { name: 'Hibernating', zh: '沉睡客户', codes: '332 322 233 232 223 222 132 123 122 212 211' },
  { name: 'Lost', zh: '已流失客户', codes: '111 112 121 131 141 151' },
] as const;

/** The segment of customers without a purchase in the window, who have no RFM score. */
export const noPurchase = { name: 'No Purchase', zh: '未购买客户' } as const;

/** The eight classes by R, F and M above (H) or below (L) the mean. */
export const chineseClasses: Readonly<Record<string, string>> = {
  HHH: '重要价值',
  LHH: '重要保持',
  HLH: '重要发展',
  LLH: '重要挽留',
  HHL: '一般价值',
  LHL: '一般保持',
  HLL: '一般发展',
  LLL: '一般挽留',
};

/** RFM code → segment, every one of the 125 codes once. */
export const segmentOfCode: ReadonlyMap<string, string> = new Map(
  segments.flatMap(({ name, codes }) => codes.split(' ').map((code) => [code, name] as const)),
);
