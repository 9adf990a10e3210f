/** Words of products that are no goods but take something off the price, in lower case. */
export const discountWords =
  'discount|coupon|voucher|promo|rebate|markdown|gift card|price reduction|gutschein|rabatt|remise|r[eé]duction|bon d.achat|descuento|cup[oó]n|sconto|desconto|korting|скидк|折扣|折让|优惠|優惠|满减|滿減|立减|抵扣|抵用|红包|紅包|代金券|礼券|减免|値引|割引|クーポン';
