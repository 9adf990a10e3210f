/** Words for a hundredth of a currency. */
export const minorWords = ['cent', 'cents', 'in cents', 'pence', 'minor', '分'];
/** Units that do not matter for recognition. */
export const otherUnits =
  /^(utc|gmt|local time|北京时间|件|个|次|笔|单|天|日|days?|units?|pcs|inc(l\.?|luding)? (tax|vat)|ex(cl\.?|cluding)? (tax|vat)|含税|不含税)$/;

/** Words that have no meaning without the words before them, such as `id` in `product.id`. */
export const incomplete = /^(id|name|no|nr|code|number|key|type|status|date|time)$/;

/** Prefixes that name the order line, such as `Lineitem` in `Lineitem price`. */
export const linePrefix =
  /^(line[\s_-]*items?|order[\s_-]*(items?|lines?|details?)|items?|lines?|products?|details?)[\s_.:-]+(?=.)/i;

/** The prefixes of {@link linePrefix} that cannot refer to anything but a line. */
export const lineOnlyPrefix = /^(line|order)[\s_-]*(item|line|detail)s?[\s_.:-]/i;

/** Words that change the meaning of the word beside them: a shipping price is not a price of goods. */
export const qualifiers =
  /ship|freight|postage|delivery|tax|vat|gst|discount|coupon|promo|rebate|refund|fee|commission|tip|gratuity|dut(y|ies)|insurance|deposit|balance|outstanding|points|gift|wrap|compare|运费|邮费|税|优惠|折扣|退款|服务费|佣金|积分|红包|成本|定金/i;

/** Words for dates other than the date of the event itself. */
export const otherDates =
  /birth|dob|updat|modif|ship|deliver|due|expir|cancel|refund|return|last|next|end|生日|出生|更新|修改|发货|收货|到期|取消|退款|最近|最后/i;

/** Words for the date on which a person or an account began, or for one of loading. */
export const startDates =
  /join|regist|sign.?up|enrol|since|load|import|export|extract|snapshot|valid|入会|注册|註冊|登録|开户|首次|初回|регистр|рожд|geburt|nacimiento|nascimento|naissance|alta\b/i;
