/**
 * Kind of interaction → pattern of the words that exports use for it, in lower case. The first match wins. The patterns
 * are valid in both RE2 and JavaScript.
 */
export const interactionKinds = {
  complaint: 'complain|grievance|escalat|投诉|抱怨|申诉|差评',
  ticket:
    'ticket|case|incident|support|service|inquiry|enquiry|question|call|chat|help|工单|咨询|客服|来电|售后|报修|提问',
  mail: 'mail|newsletter|campaign|open|click|sms|push|邮件|短信|推送|打开|点击|活动',
  visit: 'visit|view|session|browse|login|page|store|walk|check.?in|访问|浏览|登录|到店|进店|签到',
} as const;

export type InteractionKind = keyof typeof interactionKinds | 'other';
