/** Headers of contacts that are the shop's own, or of whoever receives a present. */
export const staffHeaders =
  /staff|agent|seller|cashier|employee|assignee|owner|sales ?(person|rep)|merchant|vendor|store|shop|support|recipient|receiver|shipping|delivery|收银|店员|卖家|商家|客服|导购|业务员|门店|收货|收件/i;

/** Headers of contacts that are clearly the buyer's. */
export const guestContactHeaders = /billing|customer|buyer|client|guest|member|买家|客户|顾客|会员|下单/i;
