import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/** The block of SHA-256 in bytes: a longer key would be hashed down before use, and not everything does that alike. */
const KEY_LENGTH = 64;

/**
 * The key that ids are hashed with, made at deployment and known to nobody. It outlives the stack, as the data hashed with it
 * does, and is encrypted by the key AWS manages for Secrets Manager.
 */
export class IdKey extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Strata: the key that customer ids are hashed with; another one would make another customer of each',
      // Another way to generate it would make another key at the next deployment.
      generateSecretString: { passwordLength: KEY_LENGTH, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Hashes of one customer must be equal for ever: under a rotated key nobody would match the ids stored before, nor those of other systems',
    });
  }
}
