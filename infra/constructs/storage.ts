import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  HttpMethods,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { whatIfRoot } from '../../shared/domain/run/what-if.ts';
import { indexes } from '../../shared/ports/table.ts';

export interface StorageProps {
  /** Origins whose web pages may upload to the links of `POST /v1/uploads`. Default: none. */
  corsOrigins?: readonly string[];
  /** How long raw uploads are kept. Default: 90 days. */
  uploadsExpireAfter?: Duration;
  /** How long what-if results are kept. Default: 30 days. */
  whatIfsExpireAfter?: Duration;
  /** How long replaced and deleted objects can be restored. Default: 30 days. */
  oldVersionsExpireAfter?: Duration;
}

/** How long browsers remember which requests are allowed, in seconds. */
const CORS_MAX_AGE_SECONDS = 3600;

const string = (name: string) => ({ name, type: AttributeType.STRING });

/** The inbox for uploads, the lake that the pipeline writes, and the table that the API reads. */
export class Storage extends Construct {
  readonly inbox: Bucket;
  readonly lake: Bucket;
  readonly table: Table;

  constructor(scope: Construct, id: string, props: StorageProps = {}) {
    super(scope, id);
    const { corsOrigins = [], uploadsExpireAfter = Duration.days(90) } = props;
    const { whatIfsExpireAfter = Duration.days(30), oldVersionsExpireAfter = Duration.days(30) } = props;
    const expireOldVersions: LifecycleRule = {
      id: 'forget-old-versions',
      noncurrentVersionExpiration: oldVersionsExpireAfter,
      expiredObjectDeleteMarker: true,
      abortIncompleteMultipartUploadAfter: Duration.days(1),
    };

    this.inbox = this.bucket('Inbox', [{ id: 'expire-uploads', expiration: uploadsExpireAfter }, expireOldVersions]);
    // The L2 property `eventBridgeEnabled` would deploy a Lambda function just to set this one property.
    (this.inbox.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    if (corsOrigins.length > 0) {
      this.inbox.addCorsRule({
        allowedOrigins: [...corsOrigins],
        allowedMethods: [HttpMethods.PUT],
        allowedHeaders: ['content-type'],
        maxAge: CORS_MAX_AGE_SECONDS,
      });
    }
    this.lake = this.bucket('Lake', [
      { id: 'expire-what-ifs', prefix: whatIfRoot, expiration: whatIfsExpireAfter },
      expireOldVersions,
    ]);
    this.table = this.customerTable();
  }

  private bucket(id: string, lifecycleRules: LifecycleRule[]): Bucket {
    const bucket = new Bucket(this, id, {
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: "Object access is logged by the account's CloudTrail data events, in one place for all buckets",
    });
    return bucket;
  }

  private customerTable(): Table {
    const table = new Table(this, 'Table', {
      partitionKey: string('pk'),
      sortKey: string('sk'),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const [indexName, [partition, sort]] of Object.entries(indexes)) {
      table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: string(partition),
        sortKey: string(sort),
        projectionType: ProjectionType.KEYS_ONLY,
      });
    }
    return table;
  }
}
