/** How the document of a case begins when its type has no template for it. */
export const BEGINNING = `# {{case_title}}

| | |
| --- | --- |
| Case | {{case_name}} |
| Status | {{case_status}} |
| Type | {{case_type}} |
| Severity | {{case_severity}} |
| Priority | {{case_priority}} |
| Assignee | {{case_owner}} |

[Ticket]({{case_ticket_weblink}}) · [Room]({{case_conversation_weblink}}) · [Files]({{case_storage_weblink}})

## What was reported

{{case_description}}

## What was found out

## What was done

## Resolution

{{case_resolution}}
`;
