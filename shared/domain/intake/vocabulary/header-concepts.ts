/** What a word of a header is about. */
export type Concept =
  | 'person'
  | 'id'
  | 'order'
  | 'date'
  | 'money'
  | 'price'
  | 'quantity'
  | 'sum'
  | 'unit'
  | 'place'
  | 'other';

const words = (text: string) => text.split(/\s+/).filter(Boolean);

/**
 * Words and abbreviations in headers of English, German, French, Spanish, Portuguese and Italian exports, without accents, by what
 * they are about. A header that is written as one word (`custid`, `Kundennummer`) is split into them.
 */
export const conceptWords: Readonly<Record<Concept, readonly string[]>> = {
  person: words(`
    customer customers cust custs cstmr cus cum client clients clnt member members mbr mbrs household households hshd hh buyer buyers
    user users usr shopper shoppers consumer consumers patron subscriber cardholder account acct contact crm purchaser player players guest payer
    debtor sold soldto billto kunde kunden kd mitglied mitglieds kaufer besteller debitor debitoren acheteur adherent
    cliente clientes socio socios comprador usuario utilisateur membre consumidor abonne abonado acquirente utente
  `),
  id: words(
    'id ids no nr num number code cd key ref uid guid uuid identifier ident nummer numero n kennung schlussel codigo cod clave chave identificador identifiant matricula hash token',
  ),
  order: words(`
    order orders ord ordr basket cart transaction transactions trans trx txn tran invoice inv receipt rcpt rct ticket bill check voucher
    purchase purchases sale sales visit document doc bestellung bestellungs bestell auftrag auftrags rechnung rechnungs beleg bon kauf verkauf verkaufs
    kassenbon buchung buchungs commande commandes facture factures achat achats vente ventes pedido pedidos factura compra compras
    venta ventas recibo fatura venda vendas encomenda ordine ordini fattura acquisto scontrino vendita
  `),
  date: words(`
    date dates dt day time datetime timestamp ts dttm dtm tm ymd datum tag zeit zeitpunkt uhrzeit jour heure horodatage fecha hora data dia
    giorno ora
  `),
  money: words(`
    amount amounts amt amnt value val spend spent revenue turnover paid monetary payment gmv betrag umsatz
    wert umsatze erlos montant valeur ca importe monto valor pago quantia importo ricavo gross net netto brutto ttc ht money
  `),
  price: words('price prices prc preis prix precio preco prezzo'),
  sum: words('total totals sum tot gesamt summe somme totale suma soma extended ext line'),
  quantity: words(
    'qty quantity quant units pieces pcs menge anzahl stuck stueck quantite cantidad quantidade qtde qtd qte cant quantita',
  ),
  unit: words('unit each per einzel unitaire unitario unitaria'),
  place: words(
    'store stores shop shops branch filiale magasin tienda loja negozio till terminal pos register outlet site location page event loyalty card',
  ),
  // Things and people that have an id, a date or an amount of their own.
  other: words(`
    product products prod sku item items article artikel producto produto produit prodotto stock material upc ean warehouse staff employee emp cashier clerk agent rep salesperson seller vendor supplier lieferant fournisseur
    proveedor fornecedor operator driver courier campaign coupon promotion promo category cat department dept segment type kind group
    class level tier status state city country region zip postcode age gender sex income salary limit credit balance budget score
    rating brand channel source currency method mode device browser session parent manager owner partner sponsor
    cost costs margin profit loss tax discount shipping name email mail phone size batch lot serial row index rowid idx lead subscription
    week month year quarter weekday hour
  `),
};

/** Words that say nothing: articles and prepositions, and names of tables and fields. */
export const fillerWords = new Set(
  words(
    'usd eur gbp cny rmb jpy chf of the a an de del la le les du des da do dos das di der die das el los las in at on for to by from l d dim fact tbl col raw src row my our line goods total local ship2 created made placed completed',
  ),
);

/** The same words in scripts that do not separate them, or that inflect them, by stem; the first that matches counts. */
export const conceptStems: readonly (readonly [Concept, RegExp])[] = [
  [
    'person',
    /客户|客戶|顾客|顧客|会员|會員|会員|用户|用戶|买家|買家|买方|お客様|お客さま|得意先|購入者|注文者|ユーザー?|клиент|покупател|контрагент|заказчик|пользовател/g,
  ],
  [
    'other',
    /商品|产品|產品|製品|品番|店铺|店舗|店鋪|门店|員|员工|担当|仕入|カテゴリ|都道府県|товар|сотрудник|кассир|продав|поставщик|категор|город|улиц/g,
  ],
  [
    'order',
    /订单|訂單|注文|受注|伝票|交易|单据|小票|レシート|取引|売上|購入|购买|消费|消費|销售|銷售|下单|購買|заказ|чек|продаж|покупк|накладн|транзакц|оплат/g,
  ],
  ['date', /日期|时间|時間|日付|日時|年月日|日$|дата|дат[аы]|время/g],
  ['unit', /单价|單價|単価|за\s*ед|за\s*шт/g],
  ['money', /金额|金額|总额|總額|额$|額$|代金|売上高|実付|сумм|стоимост|выручк/g],
  ['price', /价格|價格|値段|価格|售价|цен/g],
  ['quantity', /数量|數量|個数|点数|件数|количеств|кол-во|кол\.?\s*во/g],
  ['sum', /合计|合計|总计|總計|小计|小計|итог|всего/g],
  ['id', /编号|編號|编码|代码|代碼|番号|コード|号$|號$|номер|код|ид$|ид\s|№/g],
];
