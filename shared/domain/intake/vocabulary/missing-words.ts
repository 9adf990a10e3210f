/** Texts that exports write for missing values, in lower case. */
export const missingWords = ['-', '--', '.', 'null', 'none', 'nan', 'n/a', 'na', '#n/a', '(null)', '\\n', '无', '空'];
