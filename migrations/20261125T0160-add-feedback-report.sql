-- When whoever was in charge was told of a piece of feedback: each is told once, also after days without a running schedule.
alter table feedback add column reported_at timestamptz;
create index feedback_unreported on feedback (organization_id, created_at) where reported_at is null;
