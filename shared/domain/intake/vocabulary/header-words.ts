/** Words for a hundredth of a currency. */
export const minorWords = ['cent', 'cents', 'in cents', 'pence', 'minor', '分'];
/** Units of other kinds, which say nothing of the column. */
export const otherUnits =
  /^(utc|gmt|local time|北京时间|件|个|次|笔|单|天|日|days?|units?|pcs|inc(l\.?|luding)? (tax|vat)|ex(cl\.?|cluding)? (tax|vat)|含税|不含税)$/;

/** Words that mean nothing without the words before them: the `id` of `product.id`. */
export const incomplete = /^(id|name|no|nr|code|number|key|type|status|date|time)$/;

/** The name of an order's line before what a column is of the line. */
export const linePrefix =
  /^(line[\s_-]*items?|order[\s_-]*(items?|lines?|details?)|items?|lines?|products?|details?)[\s_.:-]+(?=.)/i;

/** As {@link linePrefix}, where it can mean nothing but a line. */
export const lineOnlyPrefix = /^(line|order)[\s_-]*(item|line|detail)s?[\s_.:-]/i;

/** Words that make another thing of the word beside them: the price of shipping is no price of goods. */
export const qualifiers =
  /ship|freight|postage|delivery|tax|vat|gst|discount|coupon|promo|rebate|refund|fee|commission|tip|gratuity|dut(y|ies)|insurance|deposit|balance|outstanding|points|gift|wrap|compare|运费|邮费|税|优惠|折扣|退款|服务费|佣金|积分|红包|成本|定金/i;

/** Words for dates other than that of the event itself. */
export const otherDates =
  /birth|dob|updat|modif|ship|deliver|due|expir|cancel|refund|return|last|next|end|生日|出生|更新|修改|发货|收货|到期|取消|退款|最近|最后/i;
