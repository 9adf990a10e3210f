/** Traditional characters that occur in headers. */
export const traditional =
  '訂單編號會員顧戶購買賣價數額時間創總實際應費運優標題類門區縣國電話聯絡郵稱備註態貨幣別來開發評級點狀錄帳證資訊產項銷換業務種結筆擊瀏覽訪問統計積歷餘現場處關閉體驗滿圖師導專圍層縮訴機遞冊';
/** The simplified forms of {@link traditional}, in the same order. */
export const simplified =
  '订单编号会员顾户购买卖价数额时间创总实际应费运优标题类门区县国电话联络邮称备注态货币别来开发评级点状录帐证资讯产项销换业务种结笔击浏览访问统计积历余现场处关闭体验满图师导专围层缩诉机递册';
