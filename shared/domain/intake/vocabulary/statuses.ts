/** Meaning → status words of orders, in lower case. Other words do not change how a line counts. */
export const statusWords = {
  /** The order never became a sale: it is unpaid or was cancelled. */
  notASale: [
    ...['cancelled', 'canceled', 'unpaid', 'pending', 'pending payment', 'pending_payment', 'awaiting payment'],
    ...['payment pending', 'payment failed', 'failed', 'void', 'voided', 'declined', 'denied', 'expired', 'draft'],
    ...['checkout-draft', 'abandoned', 'on hold', 'on-hold', 'blocked', 'incomplete', 'uncaptured'],
    ...['requires_payment_method', 'requires payment method'],
    ...['wc-cancelled', 'wc-pending', 'wc-failed', 'wc-on-hold', 'wc-checkout-draft'],
    ...['待付款', '未付款', '未支付', '待支付', '等待付款', '等待买家付款', '等待買家付款', '支付失败', '支付失敗'],
    ...['已取消', '取消', '订单取消', '訂單取消', '交易关闭', '交易關閉', '订单关闭', '訂單關閉', '已关闭', '已關閉'],
    ...['作废', '作廢'],
  ],
  /** The line is a refund. */
  return: [
    ...['return', 'refund', 'credit', 'credit note', 'chargeback'],
    ...['退货', '退貨', '退款', '退货单', '退貨單', '退款单', '退款單', '红字'],
  ],
  /** A sale that was returned in full: it counts neither as an order nor as spend, only as returned. */
  voided: [
    ...['returned', 'refunded', 'fully refunded', 'reversed', 'wc-refunded'],
    ...['已退货', '已退貨', '已退款', '退款成功', '退货成功', '退貨成功', '全额退款', '全額退款', '退款完成'],
    ...['未发货，退款成功', '已发货，退款成功', '已收货，退款成功'],
  ],
};

/** `sale`: in a sales pipeline, only these words are sales; any other stage is not a sale (yet). */
type StatusMeaning = keyof typeof statusWords | 'sale';

/** Stages of a sales pipeline that count as sales. */
const wonStages = ['closed won', 'closedwon', 'won', 'closed-won', '赢单', '成交'];
/** Meanings that apply only to one of the exports in `known-exports.ts`. */
const statusWordsByExport: Readonly<Record<string, Partial<Record<StatusMeaning, readonly string[]>>>> = {
  'Magento orders': { voided: ['closed'] },
  'HubSpot deals': { sale: wonStages },
  'Salesforce opportunities': { sale: wonStages },
};

/** Meaning → status words, in lower case. */
export type StatusMeanings = Readonly<Record<StatusMeaning, readonly string[]>>;

/**
 * Returns the status words of an export, by meaning.
 * @param system name of the known export, if any
 */
export function statusMeanings(system: string | undefined): StatusMeanings {
  const exportWords = statusWordsByExport[system ?? ''] ?? {};
  return {
    notASale: [...statusWords.notASale, ...(exportWords.notASale ?? [])],
    return: [...statusWords.return, ...(exportWords.return ?? [])],
    voided: [...statusWords.voided, ...(exportWords.voided ?? [])],
    sale: exportWords.sale ?? [],
  };
}
