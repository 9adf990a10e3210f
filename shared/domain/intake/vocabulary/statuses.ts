import { halfWidth } from '../text/half-width.ts';

/**
 * What a status makes of its line: `notASale` (unpaid, cancelled, a quotation), a `return`, `voided` (a sale that was returned in
 * full: it counts neither as an order nor as spend, only as returned), or a `sale`.
 */
export const statusMeanings = ['notASale', 'return', 'voided', 'sale'] as const;
export type StatusMeaning = (typeof statusMeanings)[number];

/** Meaning → whole statuses, in lower case. They precede {@link statusRules}. */
export const statusWords = {
  notASale: [
    ...['cancelled', 'canceled', 'unpaid', 'pending', 'pending payment', 'pending_payment', 'awaiting payment'],
    ...['payment pending', 'payment failed', 'failed', 'void', 'voided', 'declined', 'denied', 'expired', 'draft'],
    ...['checkout-draft', 'abandoned', 'on hold', 'on-hold', 'blocked', 'incomplete', 'uncaptured'],
    ...['requires_payment_method', 'requires payment method', 'error', 'rejected', 'refused', 'lost', 'cart'],
    ...['wc-cancelled', 'wc-pending', 'wc-failed', 'wc-on-hold', 'wc-checkout-draft'],
    ...['待付款', '未付款', '未支付', '待支付', '等待付款', '等待买家付款', '等待買家付款', '支付失败', '支付失敗'],
    ...['已取消', '取消', '订单取消', '訂單取消', '交易关闭', '交易關閉', '订单关闭', '訂單關閉', '已关闭', '已關閉'],
    ...['作废', '作廢', '失败', '失敗'],
  ],
  return: [
    ...['return', 'refund', 'credit', 'credit note', 'credit memo', 'chargeback'],
    ...['退货', '退貨', '退款', '退货单', '退貨單', '退款单', '退款單', '红字', '红冲', '冲红'],
  ],
  voided: [
    ...['returned', 'refunded', 'fully refunded', 'reversed', 'wc-refunded'],
    ...['已退货', '已退貨', '已退款', '退款成功', '退货成功', '退貨成功', '全额退款', '全額退款', '退款完成'],
    ...['未发货，退款成功', '已发货，退款成功', '已收货，退款成功'],
  ],
  sale: ['ok', 'sale', 'sales', 'order', 'purchase', 'payment', 'charge', 'invoice', '正常', '有效', '完成', '成功'],
} as const satisfies Record<StatusMeaning, readonly string[]>;

/** A rule's outcome; `unclear` if the words are known and still leave the meaning open, as in *refund requested*. */
type RuleOutcome = StatusMeaning | 'unclear';

/**
 * Rules for statuses that {@link statusWords} lacks, in order: the first pattern that a status contains decides. The patterns are
 * valid in both RE2 and JavaScript, and apply to {@link comparableStatus}: lower case, one space around each word.
 */
export const statusRules: readonly (readonly [outcome: RuleOutcome, alternatives: readonly string[]])[] = [
  [
    'notASale',
    [
      ' (not|never|un) ?(yet )?(fully )?(paid|captured|completed|confirmed|invoiced|charged|authori[sz]ed)',
      ' (nicht|noch nicht) bezahlt| (non|pas) pay| no pagad| non pagat| n[ãa]o pag| niet betaald| не ?оплач',
      '未付|未支付|未成交|未完成|未生效|未确认|未入金|未払',
    ],
  ],
  // The sale stands: it is not taken back, or only in part.
  [
    'sale',
    [
      ' (not|non|never|no|un) ?(yet )?(re(fund|turn)|cancel)',
      ' (cancell?ed|refused|rejected|declined|denied|failed|no) (refund|return|reversal|cancellation)s? ',
      ' (refund|return|reversal|cancellation)s? (cancell?ed|refused|rejected|declined|denied|failed|closed|voided)',
      ' partial(ly)? (refunded|returned|shipped|fulfilled|delivered|paid|invoiced|billed|complete)',
      '(未|无|無|没有|不)(申请|申請)?(取消|退款|退货|退貨)|(取消|撤销|撤銷|拒绝|拒絕|关闭|關閉)(了)?(退款|退货|退貨)',
      '(退款|退货|退貨)(已)?(关闭|關閉|失败|失敗|取消|撤销|撤銷|拒绝|拒絕|驳回)|部分(退|发|發|收|付)',
    ],
  ],
  [
    'unclear',
    [
      ' (refund|return|cancel|cancellation|reversal)s? (is )?(request|pend|process|in progress|in transit|initiat|await|wait|open|start|approv|review)',
      ' (request|pend|process|await|wait)[a-z]* (for )?(a )?(refund|return|cancellation|reversal)',
      ' partial (refund|return) | returning | refunding | disput| to be (cancel|refund|return)',
      '(申请|申請|待|等待)(取消|退款|退货|退貨)|(取消|退款|退货|退貨)(申请|申請|中|处理中|處理中|待审|审核)|售后中|售後中',
    ],
  ],
  [
    'notASale',
    [
      ' cancel| void | voided | abandon| expired? | draft| quot(e|es|ed|ation) | estimate | proposal | deleted | trash| removed ',
      ' unpaid| uncollectible | written off | write off | bad debt | incomplete | uncaptured | fraud| blocked | suspended ',
      ' on hold | hold | time ?d? out | timeout | closed lost | in cart | requires (a )?(payment|action|confirmation|capture|authori[sz]ation) ',
      '( payment| card| charge| transaction| authori[sz]ation| capture) ([a-z]+ )*(error|fail|declin|reject|refus|denied|missing|review|pending|due)',
      '( error| failed| failure| declined| rejected| refused| denied)( [a-z]+)* (payment|card|charge|transaction|authori[sz]ation|capture) ',
      ' (await|wait|pend)[a-z]* (for )?([a-z]+ )*(payment|deposit|transfer|check|cheque|bank|wire|cash|confirmation|approval|authori[sz]ation|validation|verification) ',
      '取消|关闭|關閉|作废|作廢|废弃|删除|刪除|待付|待支付|待确认付款|等待.*付款|(支付|付款|扣款|交易)(失败|失敗|异常|異常|超时|超時)|拒付',
      '无效|無效|草稿|报价|報價|超时|超時|过期|過期|撤销|撤銷|驳回|駁回|终止|終止|测试|測試|流拍|失信',
      'キャンセル|未入金|入金待ち|支払い?待ち|下書き|見積|취소|결제 ?대기|미결제|입금 ?대기|결제 ?실패',
      ' storn| abgebrochen| unbezahlt| wartet auf zahlung| zahlung (fehlgeschlagen|offen|ausstehend)| angebot | entwurf | abgelehnt| fehlgeschlagen',
      ' annul| impay| en attente| brouillon | devis | refusé| échou| échec| abandonn',
      ' anulad| pendiente| impagad| borrador | presupuesto | rechazad| fallid| vencid| in attesa| bozza | preventivo | rifiutat| fallit| scadut',
      ' pendente| aguardando pag| rascunho | orçamento | recusad| falh| geannuleerd| in afwachting| onbetaald| offerte | afgewezen| mislukt| verlopen',
      ' anulowan| oczekuj| nieopłacon| niezapłacon| odrzucon| nieudan| zrušen| čeká na platbu| nezaplacen| zamítnut',
      ' i̇?ptal| ödeme bekl| ödenmedi| reddedildi| başarısız| taslak | отмен| неоплач| ожида[а-я]* оплат| черновик| отклон| просроч',
    ],
  ],
  // Paid, and waiting for the goods.
  [
    'sale',
    [
      ' (await|wait|pend|ready|to|un|not)[a-z]* (for |to |be |yet )*(be )?(ship|fulfil|deliver|dispatch|pick|collect|pack|stock|process|produc|invoic)',
      ' unfulfilled | unshipped | backorder',
    ],
  ],
  ['notASale', [' pending | awaiting | waiting ']],
  [
    'voided',
    [
      ' (fully |full )?(refunded|returned|reversed) | charged back | rejected by (the )?(buyer|customer) ',
      '已退|退款成功|退货成功|退貨成功|退款完成|退货完成|退貨完成|全(额|額|部)退|拒收|返金済|返品済|환불 ?완료|반품 ?완료',
      ' erstattet | rückerstattet | retourniert | remboursée? | retournée? | reembolsad| devuelt| rimborsat| devolvid| estornad',
      ' terugbetaald | geretourneerd | zwrócon| vrácen| возвращ| iade edildi',
    ],
  ],
  [
    'return',
    [
      '^ ([a-z]+ )?(refund|return|credit (note|memo)|chargeback)s? ((order|invoice|transaction|receipt|line|item|note|memo) )?$',
      '^ (销售|商品|客户|线下|门店)?(退货|退款|退貨)(单|單|入库|订单|出库)? $|^ 贷项',
      '^ (gutschrift|retoure|stornorechnung|avoir|remboursement|devolución|reembolso|reso|rimborso|devolução|creditnota|retour|возврат|iade|返品|返金|환불|반품) $',
    ],
  ],
  [
    'unclear',
    [
      ' (not|never|no|non|nicht|pas|niet|не) | error | fail| reject| declin| refus| denied | problem| return| refund| credit ',
    ],
  ],
  ['unclear', ['退货|退貨|退款|失败|失敗|异常|異常|拒|未|待审|待審']],
  [
    'sale',
    [
      ' complete| paid | prepaid | shipped | dispatched | sent | delivered | process(ed|ing) | fulfill?ed | success| succe| captured | settled ',
      ' approved | accepted | confirmed | invoiced | billed | received | sold | sales? | purchased? | order(ed)? | won | authori[sz]ed | done | finished ',
      ' picked | packed | packing | in transit | out for delivery | on delivery | preparing | ready | cleared | released | collected | in production ',
      '成功|完成|已付|已支付|已发|已發|发货|發貨|待收|已收|签收|簽收|评价|評價|已确认|已確認|确认收货|成交|配送|运输|運輸|出库|出庫|备货|備貨|结算|結算|销售|銷售|核销|核銷|开票|自提|接单|处理中|處理中|零售|正常|有效|付款|揽收|物流',
      '支払済|入金済|発送|出荷|受付|処理中|完了|결제 ?완료|배송|완료|구매 ?확정',
      ' bezahlt | abgeschlossen| vers[ae]nd| geliefert| zugestellt| erledigt| bestätigt| in bearbeitung | payée? | expédié| livré| terminé| validé| en cours | facturé',
      ' pagad| enviad| entregad| entregue| completad| finalizad| confirmad| procesand| en proceso| facturad| pagat| spedit| consegnat| completat| evas[oi]| confermat| in lavorazione',
      ' pag[oa] | concluíd| aprovad| faturad| processando | betaald | verzonden | geleverd | voltooid | afgerond | bevestigd ',
      ' opłacon| zapłacon| wysłan| dostarczon| zrealizowan| zakończon| w realizacji | potwierdzon| zaplacen| odeslán| doručen| dokončen| vyřízen| potvrzen',
      ' ödendi | tamamland| kargo| teslim| onayland| hazırlan| gönderil| оплач| отправ| доставл| выполн| заверш| подтвержд| в обработке ',
    ],
  ],
];

/** Stages of a sales pipeline that count as sales; any other stage is not a sale (yet). */
const wonStages = ['closed won', 'closedwon', 'won', 'closed-won', '赢单', '成交'];
/** Known export → its own meaning of some statuses. */
const wordsByExport: Readonly<Record<string, Partial<Record<StatusMeaning, readonly string[]>>>> = {
  'Magento orders': { voided: ['closed'] },
};
const pipelines: readonly string[] = ['HubSpot deals', 'Salesforce opportunities'];

/** The stages of the export that are sales, in lower case, if it is a sales pipeline; otherwise none. */
export const salesStages = (system: string | undefined): readonly string[] =>
  system !== undefined && pipelines.includes(system) ? wonStages : [];

/** A status as {@link statusRules} read it: half-width, lower case, one space around each word. */
export const comparableStatus = (status: string): string =>
  ` ${halfWidth(status)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()} `;

/** Statuses that the policy explains: meaning → whole statuses, in any case. */
export type StatedStatuses = Readonly<Partial<Record<StatusMeaning, readonly string[]>>>;

const compiled = statusRules.map(
  ([outcome, alternatives]) => [outcome, new RegExp(alternatives.join('|'), 'u')] as const,
);

/**
 * Reads a status by its words.
 * @param stated the policy's own statuses, which precede all others
 * @param system name of the known export, if any
 * @returns undefined if no word explains it
 */
export function parseStatus(
  status: string,
  stated: StatedStatuses = {},
  system: string | undefined = undefined,
): StatusMeaning | undefined {
  const text = comparableStatus(status);
  for (const words of [stated, wordsByExport[system ?? ''] ?? {}, statusWords] satisfies StatedStatuses[]) {
    const meaning = statusMeanings.find((each) => words[each]?.some((word) => comparableStatus(word) === text));
    if (meaning) return meaning;
  }
  const outcome = compiled.find(([, pattern]) => pattern.test(text))?.[0];
  return outcome === 'unclear' ? undefined : outcome;
}
