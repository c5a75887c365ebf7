const FACTS = `| | |
| --- | --- |
| Incident | {{name}} |
| Status | {{status}} |
| Type | {{type}} |
| Severity | {{severity}} |
| Priority | {{priority}} |
| Commander | {{commander_fullname}} |
`;

const INCIDENT = `# {{title}}

${FACTS}| Reported | {{reported_at}} |

[Ticket]({{ticket_weblink}}) · [War room]({{conversation_weblink}}) · [Conference]({{conference_weblink}}) · [Files]({{storage_weblink}})

## What happened

{{description}}

## What we know

## What we do next

## Timeline

## Resolution

{{resolution}}
`;

const REVIEW = `# Review: {{title}}

${FACTS}| Reported | {{reported_at}} |
| Stable | {{stable_at}} |

[Incident document]({{document_weblink}}) · [Ticket]({{ticket_weblink}}) · [War room]({{conversation_weblink}})

## Summary

{{description}}

## Impact

Who was affected, how, and for how long?

## Timeline

## What led to it

Conditions and decisions, not persons.

## What went well

## What was hard

## What ended it

{{resolution}}

## What we change

Make each of these a task of the incident, with somebody who does it.
`;

/** How the documents of an incident begin when its type has no template for them. */
export const BEGINNINGS = { incident: INCIDENT, review: REVIEW } as const;
