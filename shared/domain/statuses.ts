/** What an order's status word means; compared in lower case. Words not listed leave a line as its numbers say. */
export const statuses = {
  /** The order never became a sale: unpaid, or called off. */
  void: [
    ...['cancelled', 'canceled', 'unpaid', 'pending', 'pending payment', 'pending_payment', 'awaiting payment'],
    ...['payment pending', 'payment failed', 'failed', 'void', 'voided', 'declined', 'expired', 'draft', 'abandoned'],
    ...[
      '待付款',
      '未付款',
      '未支付',
      '待支付',
      '等待买家付款',
      '已取消',
      '取消',
      '交易关闭',
      '已关闭',
      '支付失败',
      '作废',
    ],
  ],
  /** The line itself gives money back. */
  return: ['return', 'refund', 'credit', 'credit note', 'chargeback', '退货', '退款', '退货单', '退款单', '红字'],
  /** A sale that was taken back whole: it counts neither as an order nor as spend, only as returned. */
  undone: [
    'returned',
    'refunded',
    'fully refunded',
    '已退货',
    '已退款',
    '退款成功',
    '退货成功',
    '全额退款',
    '退款完成',
  ],
} as const;
