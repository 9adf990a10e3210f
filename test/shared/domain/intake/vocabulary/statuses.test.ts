import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { duckdb } from '../../../../../shared/adapters/duckdb/duckdb.ts';
import { parseStatus, type StatusMeaning } from '../../../../../shared/domain/intake/vocabulary/statuses.ts';
import { macrosSql } from '../../../../../shared/pipeline/clean-rows/macros.ts';

/** Statuses of shops, tills and ERP systems, and what a reader of their documentation makes of each. */
const known: Record<StatusMeaning | 'unknown', string[]> = {
  notASale: [
    ...['Canceled by buyer', 'Order cancelled', 'CANCELLED_BY_MERCHANT', 'Cancelled - Refunded', 'Customer cancel'],
    ...[
      'Payment declined',
      'Card declined',
      'Failed payment',
      'Payment has failed',
      'PAYMENT_REVIEW',
      'Awaiting bank wire payment',
    ],
    ...[
      'Waiting for payment',
      'Pending approval',
      'Not paid',
      'Not yet paid',
      'On backorder (not paid)',
      'Quotation',
      'Draft order',
    ],
    ...[
      'requires_action',
      'requires_capture',
      'Suspected Fraud',
      'Voided',
      'Expired',
      'wc-on-hold',
      'trash',
      'Closed lost',
    ],
    ...[
      '已取消(超时未支付)',
      '交易关闭(退款)',
      '等待买家付款',
      '待付款',
      '支付超时',
      '（删除）',
      '订单已作废',
      '交易失败',
      '未付款',
    ],
    ...[
      'Storniert',
      'Annulée',
      'En attente de paiement',
      'Cancelado',
      'Pendiente de pago',
      'Annullato',
      'Aguardando pagamento',
    ],
    ...['Anulowane', 'Zrušeno', 'Отменён', 'Не оплачен', 'İptal edildi', 'キャンセル済み', '주문취소', '결제 대기'],
  ],
  return: [
    'Refund',
    'Sales return',
    'Credit Memo',
    'refund transaction',
    'Payment refund',
    '退货入库',
    '销售退货',
    'Gutschrift',
  ],
  voided: [
    'Refunded',
    'Fully refunded',
    'Order returned',
    'Shipped - Returned to Seller',
    '已退款',
    '买家拒收',
    'Zwrócone',
    'Remboursé',
  ],
  sale: [
    ...[
      'Completed',
      'Payment accepted',
      'Processing in progress',
      'Shipped',
      'On backorder (paid)',
      'Awaiting fulfillment',
    ],
    ...[
      'Pending - Waiting for Pick Up',
      'Unfulfilled',
      'unshipped',
      'Ready to ship',
      'partially_refunded',
      'Partially shipped',
    ],
    ...[
      'Refund declined',
      'Canceled Reversal',
      'Not refunded',
      'authorized',
      'succeeded',
      'Sales Order',
      'Sent to customer',
    ],
    ...[
      '卖家已发货',
      '等待卖家发货',
      '买家已付款，等待卖家发货',
      '待收货',
      '交易成功',
      '已签收',
      '退款关闭',
      '部分退款',
      '未退款',
    ],
    ...[
      'Bezahlt',
      'Versendet',
      'Expédiée',
      'Livré',
      'Pagado',
      'Entregue',
      'Opłacone',
      'Zaplaceno',
      'Оплачен',
      'Tamamlandı',
      '発送済み',
      '배송완료',
    ],
  ],
  unknown: [
    ...[
      'Refund requested',
      'Return in progress',
      'Cancellation requested',
      'Disputed',
      'Returning to seller',
      'Delivery failed',
    ],
    ...['Closed', 'Open', 'New', 'On the way to Mars', '退款中', '申请退款', '待审核', 'Not the usual way', 'Exchange'],
  ],
};
const cases = Object.entries(known).flatMap(([meaning, statuses]) => statuses.map((status) => ({ status, meaning })));

describe('parseStatus', () => {
  it.each(cases)('reads "$status" as $meaning', ({ status, meaning }) => {
    expect(parseStatus(status) ?? 'unknown').toBe(meaning);
  });

  it('prefers the statuses of the policy, then those of the known export', () => {
    expect(parseStatus('Closed', { sale: ['closed'] }, 'Magento orders')).toBe('sale');
    expect(parseStatus('Closed', {}, 'Magento orders')).toBe('voided');
  });
});

it('reads every status in SQL as in JavaScript', async () => {
  const read = await duckdb(200)(async (database) => {
    await database.run("set variable missing_words = ['']");
    await database.run(macrosSql);
    return database.rows(
      "select status, coalesce(meaning_of_status(status), 'unknown') as meaning from (select unnest($statuses::varchar[]) as status)",
      z.object({ status: z.string(), meaning: z.string() }),
      { statuses: cases.map(({ status }) => status) },
    );
  });
  expect(read).toEqual(cases);
});
