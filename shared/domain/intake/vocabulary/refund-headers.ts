/** Headers of the number of a refund, which only rows of refunds have. */
export const refundIdHeaders =
  'refund id, refund no, refund number, refund ref, refund reference, return id, return no, return number, rma, rma no, rma number, rma id, credit note no, credit note number, credit note id, credit memo no, credit memo number, credit memo id, 退款编号, 退款单号, 退款单编号, 退款id, 退款流水号, 退货单号, 退货编号, 退货单编号';

/** Headers of the date of a refund, in the order of preference. */
export const refundDateHeaders =
  'refund date, refunded at, refunded on, refund time, refund datetime, date refunded, refund created at, return date, returned at, returned on, credit note date, credit memo date, 退款日期, 退款时间, 退款成功时间, 退款完结时间, 退款完成时间, 退货日期, 退货时间, 退款申请时间';

const refundWords = /^(refunds?|returns?|rma|credit|notes?|memos?|chargebacks?|退款|退货|退貨)$/;
/** Words in names of files that say nothing of their rows. */
const fillers =
  /^(export(ed)?|list|report|data|file|shop|store|all|csv|copy|final|new|v|q|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|单|明细|记录|列表|数据|导出|表|年|月|日)$/;

/** Whether a file's name says that it holds refunds and nothing else, such as `refunds-2024-06.csv` or `退款明细.csv`. */
export function namesRefunds(name: string): boolean {
  const stem = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(\.[a-z]{2,7}\d?)+$/, '');
  const spaced = stem.replaceAll(/退款|退货|退貨|明细|记录|列表|数据|导出|[单表年月日]/g, ' $& ');
  const words = spaced.split(/[^\p{L}]+/u).filter((word) => word !== '' && !fillers.test(word));
  return words.length > 0 && words.every((word) => refundWords.test(word));
}
