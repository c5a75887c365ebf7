import type { WorkflowArtifact, WorkflowRun, WorkflowStatus } from '../../plugin-sdk/capabilities.ts';

type Values = Record<string, unknown>;

const STATUSES: readonly WorkflowStatus[] = ['Submitted', 'Created', 'Running', 'Completed', 'Failed'];
const MOST_ARTIFACTS = 100;
const LONGEST_NAME = 500;
const LONGEST_TEXT = 2000;

/**
 * Reads what the engine says of a run: `{ status, weblink, artifacts: [{ name, description, weblink, resource_id }] }`, each part as it
 * likes; what makes no sense is left out.
 *
 * @param fallbackId the run's id when the engine tells none
 * @returns undefined when it says nothing of a run
 */
export function readAnswer(text: string | undefined, fallbackId: string): WorkflowRun | undefined {
  const answer = objectIn(text);
  if (!answer || !Object.keys(answer).length) return undefined;
  return {
    resource_id: textIn(answer.resource_id, LONGEST_TEXT) ?? fallbackId,
    resource_type: 'generic-workflow-run',
    weblink: addressIn(answer.weblink),
    status: statusIn(answer.status),
    artifacts: artifactsIn(answer.artifacts),
  };
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // That is the question.
    return false;
  }
}

function objectIn(text = ''): Values | undefined {
  // An engine that answers "OK" has started the run and says nothing of it.
  const value: unknown = isJson(text) ? JSON.parse(text) : undefined;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : undefined;
}

const statusIn = (value: unknown) => STATUSES.find((one) => one.toLowerCase() === String(value).trim().toLowerCase());

function artifactsIn(value: unknown): WorkflowArtifact[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOST_ARTIFACTS).flatMap((one: unknown) => {
    const artifact = (typeof one === 'object' && one !== null ? one : {}) as Values;
    const weblink = addressIn(artifact.weblink);
    const name = textIn(artifact.name, LONGEST_NAME) ?? weblink?.slice(0, LONGEST_NAME);
    if (!name) return [];
    return [
      { name, weblink, description: textIn(artifact.description, LONGEST_TEXT), resource_id: textIn(artifact.resource_id, LONGEST_NAME) },
    ];
  });
}

function textIn(value: unknown, longest: number): string | null {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).replaceAll('\0', '').trim() : '';
  return text ? text.slice(0, longest) : null;
}

/** People click on it: an address that runs a script is none. */
function addressIn(value: unknown): string | null {
  const text = textIn(value, LONGEST_TEXT + 1);
  if (!text || text.length > LONGEST_TEXT || !URL.canParse(text)) return null;
  return ['http:', 'https:'].includes(new URL(text).protocol) ? text : null;
}
