/** A request to AWS as IAM sees it: one action on one resource. A request for several keys is one of these for each key. */
export interface IamRequest {
  /** Such as `s3:GetObject`. */
  action: string;
  /** ARN. */
  resource: string;
  /** The value of `dynamodb:LeadingKeys`: the partition key of an item, or that of an index. */
  leadingKey?: string;
  /** The value of `s3:prefix` in a listing. */
  prefix?: string;
  /** Why the function needs this permission although its adapter sends no such request. */
  because?: string;
}
