/** One class of a classification. The name is English, short, and what files and the API hold. */
export interface Class<Name extends string = string> {
  name: Name;
  zh: string;
}

/** Customers without a purchase in the window, who have no scores: one class of their own in everything made of scores. */
export const noPurchase = { name: 'No Purchase', zh: '未购买客户' } as const satisfies Class;
