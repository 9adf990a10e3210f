import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/** SHA-256 block size in bytes. HMAC hashes longer keys first, and not every implementation does so in the same way. */
const KEY_LENGTH = 64;

/**
 * The key for hashing ids, generated at deployment. It is retained when the stack is deleted, like the data hashed with it,
 * and is encrypted with the AWS managed key for Secrets Manager.
 */
export class IdKey extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Strata: the key for hashing customer ids; with a different key, every customer gets a different id',
      // Changing these options would replace the key at the next deployment.
      generateSecretString: { passwordLength: KEY_LENGTH, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'The hash of an id must never change: after a rotation, ids would match neither those already stored nor those in other systems',
    });
  }
}
