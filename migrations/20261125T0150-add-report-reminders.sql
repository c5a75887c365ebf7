-- When the commander was last reminded of each report, so that a reminder is neither doubled nor lost, however often the job runs.
alter table incidents
  add column tactical_report_reminded_at timestamptz,
  add column executive_report_reminded_at timestamptz;
