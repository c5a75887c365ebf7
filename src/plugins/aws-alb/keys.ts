import { createPublicKey, type KeyObject } from 'node:crypto';
import { type AuthenticationHost, Refused } from '../../plugin-sdk/authentication.ts';

const FETCH_MS = 3000;
/** A load balancer has one key at a time; forged key ids must not fill memory. */
const MOST_KEYS = 100;
const MAX_LENGTH = 4096;

/**
 * Where the keys of a load balancer's region are published: GovCloud has an address of its own.
 * @source https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
 */
function addressOf(arn: string): string {
  const [, partition, , region] = arn.split(':');
  return partition === 'aws-us-gov'
    ? `https://s3-${region}.amazonaws.com/aws-elb-public-keys-prod-${region}`
    : `https://public-keys.auth.elb.${region}.amazonaws.com`;
}

/** The load balancer's public keys, one per id. Only a good answer is remembered: an outage ends when it ends. */
export function createKeys({ arn, keepMs }: { arn: string; keepMs: number }, { now, fetch }: AuthenticationHost) {
  const address = addressOf(arn);
  const known = new Map<string, { key: KeyObject; until: number }>();
  const loading = new Map<string, Promise<KeyObject>>();

  async function load(kid: string): Promise<KeyObject> {
    const url = `${address}/${kid}`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS), redirect: 'error' }).catch((cause) => {
      throw new Refused('provider_unavailable', `The load balancer's key cannot be read from ${url}.`, cause);
    });
    if (answer.status === 404 || answer.status === 403) throw new Refused('unknown_key', `There is no key ${kid} at ${new URL(url).host}.`);
    if (!answer.ok) throw new Refused('provider_unavailable', `${url} answered ${answer.status}.`);
    const text = await answer.text().catch((cause) => {
      throw new Refused('provider_unavailable', `The load balancer's key cannot be read from ${url}.`, cause);
    });
    try {
      const key = createPublicKey(text.slice(0, MAX_LENGTH));
      if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
    } catch (cause) {
      throw new Refused('provider_unavailable', `${url} did not answer with a key.`, cause);
    }
    throw new Refused('wrong_algorithm', `${url} answered with a key that is not for ES256.`);
  }

  async function loadAndKeep(kid: string, at: number): Promise<KeyObject> {
    const key = await load(kid);
    if (known.size >= MOST_KEYS) known.clear();
    known.set(kid, { key, until: at + keepMs });
    return key;
  }

  return {
    get(kid: string): Promise<KeyObject> {
      const at = now().getTime();
      const found = known.get(kid);
      if (found && at < found.until) return Promise.resolve(found.key);
      // A page sends several requests at once: they wait for the same answer.
      const key = loading.get(kid) ?? loadAndKeep(kid, at).finally(() => loading.delete(kid));
      loading.set(kid, key);
      return key;
    },
  };
}
