/** Pattern of a cell that belongs to a printed page and not to the table, in RE2, in lower case. */
export const pagePattern = [
  String.raw`^\W*(page|seite|p[aá]gina|страница|стр\.?)\s*\d+(\s*(of|/|von|de|di|из|sur)\s*\d+)?\W*$`,
  String.raw`^\W*第?\s*\d+\s*[页頁](\s*[,，/]?\s*共\s*\d+\s*[页頁])?\W*$|^共\s*\d+\s*[页頁条條笔筆]`,
  String.raw`^(printed|generated|exported|downloaded|report (date|generated|created|run))\b`,
  '^(打印|制表|製表|导出|匯出|生成)(时间|時間|日期|人)',
  String.raw`^\W*end of (report|file|list|data)\W*$|^\W*\d+ (rows|records|results|entries)( (found|total|exported|selected|affected))?\W*$`,
].join('|');
