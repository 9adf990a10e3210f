/** A class of a classification. Files and the API contain the English name. */
export interface Class<Name extends string = string> {
  name: Name;
  zh: string;
}

/** The class of customers without a purchase in the window, in all classifications by scores. */
export const noPurchase = { name: 'No Purchase', zh: '未购买客户' } as const satisfies Class;
