-- What people were told, and what became of it, lies in a table for each month from here on. What was there stays where it is: it
-- becomes the part of everything before, and nothing is copied. See docs/data.md.
--
-- The least UUID version 7 of a month (UTC), as `firstIdAt` of server/notifications/event-ids.ts makes it.
CREATE FUNCTION "month_begins"("moment" timestamp with time zone) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  select (lpad(to_hex((extract(epoch from date_trunc('month', moment at time zone 'UTC')) * 1000)::bigint), 12, '0')
    || '70008000000000000000')::uuid
$$;--> statement-breakpoint
-- The parts of a table, from the first id to before the end; without a first one what is before all months, without either what no month has.
CREATE FUNCTION "months_of"("parent" text) RETURNS TABLE ("part" text, "first_id" uuid, "end_id" uuid) LANGUAGE sql STABLE AS $$
  select child.relname::text, (regexp_match(bounds, 'FROM \(''([-0-9a-f]{36})''\)'))[1]::uuid, (regexp_match(bounds, 'TO \(''([-0-9a-f]{36})''\)'))[1]::uuid
  from pg_inherits join pg_class as child on child.oid = inhrelid cross join pg_get_expr(child.relpartbound, child.oid) as bounds
  where inhparent = to_regclass(parent)
$$;--> statement-breakpoint
-- Makes the months that are missing of those from a moment on. None is analyzed: of a table that was found empty PostgreSQL plans to read all, and
-- prepared statements keep to that while it fills; of one that it has never looked at it expects some rows. What fell into none of them meanwhile is taken along. Whoever uses the tables may call
-- this without owning them; it can do nothing else. It waits for half a second at most and then fails, before PostgreSQL would look for a deadlock
-- and fail somebody else: it is tried again.
CREATE FUNCTION "make_months"("since" timestamp with time zone, "ahead" integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '500ms' AS $$
declare
  parent text;
  month timestamp;
  begins uuid;
  ends uuid;
  part text;
  made integer := 0;
begin
  if ahead not between 0 and 24 then
    raise exception using errcode = 'invalid_parameter_value', message = 'so many months are not made at once';
  end if;
  -- Of two at once one does it.
  if not pg_try_advisory_xact_lock(7340009) then return 0; end if;
  foreach parent in array array['notifications', 'notification_deliveries'] loop
    for n in 0 .. ahead loop
      month := date_trunc('month', since at time zone 'UTC') + n * interval '1 month';
      begins := month_begins(month at time zone 'UTC');
      ends := month_begins((month + interval '1 month') at time zone 'UTC');
      continue when exists (select from months_of(parent) as m where m.end_id > begins and (m.first_id is null or m.first_id < ends));
      part := parent || to_char(month, '_YYYY_MM');
      execute format('lock table only %I in share update exclusive mode', parent);
      execute format('lock table %I in access exclusive mode', parent || '_other');
      execute format('create table %I (like %I including all)', part, parent);
      execute format('with moved as (delete from %I where event_id >= %L and event_id < %L returning *) insert into %I select * from moved',
        parent || '_other', begins, ends, part);
      execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part, begins, ends);
      made := made + 1;
    end loop;
  end loop;
  return made;
end $$;--> statement-breakpoint
-- Drops what ended before an id; of deliveries what still waits is kept, outside of all months.
CREATE FUNCTION "drop_months"("parent" text, "before" uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '500ms' AS $$
declare
  part text;
  dropped integer := 0;
begin
  if parent not in ('notifications', 'notification_deliveries') then
    raise exception using errcode = 'insufficient_privilege', message = 'this table has no months';
  end if;
  -- Of two at once the second finds them gone.
  perform pg_advisory_xact_lock(7340009);
  for part in select m.part from months_of(parent) as m where m.end_id <= before loop
    -- In the order in which everybody else takes them.
    execute format('lock table only %I in access exclusive mode', parent);
    execute format('lock table %I in access exclusive mode', part);
    if parent = 'notification_deliveries' then
      execute format('create temporary table waiting_kept on commit drop as select * from %I where state in (''held'', ''bundled'')', part);
    end if;
    execute format('drop table %I', part);
    if parent = 'notification_deliveries' then
      insert into notification_deliveries select * from pg_temp.waiting_kept;
      drop table pg_temp.waiting_kept;
    end if;
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION "make_months"(timestamp with time zone, integer), "drop_months"(text, uuid) FROM PUBLIC;--> statement-breakpoint
-- Versions before this one sweep by the place of a row, which is one in each part by now: they would delete what is new beside what is old.
CREATE FUNCTION "refuse_by_place"() RETURNS trigger LANGUAGE plpgsql AS $$ begin
  if current_query() like '%ctid = any(%' then
    raise exception using errcode = 'feature_not_supported', message = 'this table has parts: a row is not known by its place alone';
  end if;
  return null;
end $$;--> statement-breakpoint
ALTER TABLE "notifications" RENAME TO "notifications_before";--> statement-breakpoint
ALTER TABLE "notification_deliveries" RENAME TO "notification_deliveries_before";--> statement-breakpoint
-- The names are the new table's. Its primary keys are renamed by their indexes.
DO $$ declare
  one record;
begin
  for one in
    select c.relname as name from pg_index join pg_class as c on c.oid = indexrelid
    where indrelid in ('notifications_before'::regclass, 'notification_deliveries_before'::regclass)
  loop execute format('alter index %I rename to %I', one.name, 'before_' || one.name); end loop;
  for one in
    select conrelid::regclass as relation, conname as name from pg_constraint
    where contype = 'f' and conrelid in ('notifications_before'::regclass, 'notification_deliveries_before'::regclass)
  loop execute format('alter table %s rename constraint %I to %I', one.relation, one.name, 'before_' || one.name); end loop;
end $$;--> statement-breakpoint
CREATE TABLE "notifications" (
	LIKE "notifications_before" INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE,
	CONSTRAINT "notifications_user_id_event_id_pk" PRIMARY KEY("user_id","event_id")
) PARTITION BY RANGE ("event_id");--> statement-breakpoint
CREATE TABLE "notification_deliveries" (
	LIKE "notification_deliveries_before" INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE,
	CONSTRAINT "notification_deliveries_user_id_event_id_channel_pk" PRIMARY KEY("user_id","event_id","channel")
) PARTITION BY RANGE ("event_id");--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_deliveries" ADD CONSTRAINT "notification_deliveries_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notifications_unread" ON "notifications" USING btree ("user_id","event_id") WHERE "notifications"."is_shown" and "notifications"."read_at" is null and "notifications"."archived_at" is null;--> statement-breakpoint
CREATE INDEX "notifications_user_id_object_id_index" ON "notifications" USING btree ("user_id","object_id") WHERE "notifications"."object_id" is not null;--> statement-breakpoint
CREATE INDEX "notifications_user_id_snoozed_until_index" ON "notifications" USING btree ("user_id","snoozed_until") WHERE "notifications"."snoozed_until" is not null;--> statement-breakpoint
CREATE INDEX "notification_deliveries_due" ON "notification_deliveries" USING btree ("due_at","user_id") WHERE "notification_deliveries"."state" in ('held', 'bundled');--> statement-breakpoint
CREATE INDEX "notification_deliveries_waiting" ON "notification_deliveries" USING btree ("user_id","channel") WHERE "notification_deliveries"."state" in ('held', 'bundled');--> statement-breakpoint
CREATE TRIGGER "notifications_by_place" BEFORE DELETE ON "notifications" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_by_place"();--> statement-breakpoint
CREATE TRIGGER "notification_deliveries_by_place" BEFORE DELETE ON "notification_deliveries" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_by_place"();--> statement-breakpoint
CREATE TABLE "notifications_other" PARTITION OF "notifications" DEFAULT;--> statement-breakpoint
CREATE TABLE "notification_deliveries_other" PARTITION OF "notification_deliveries" DEFAULT;--> statement-breakpoint
-- What is there becomes the part until the end of this month (of tomorrow's, since clocks differ); an id that is no moment of the past goes where such go.
-- Where there is nothing, as at a first start, nothing of it is left.
DO $$ declare
  parent text;
  filled boolean;
  until uuid := month_begins(date_trunc('month', (now() + interval '1 day') at time zone 'UTC') at time zone 'UTC' + interval '32 days');
begin
  foreach parent in array array['notifications', 'notification_deliveries'] loop
    execute format('select exists (select from %I)', parent || '_before') into filled;
    if filled then
      execute format('with moved as (delete from %I where event_id >= %L returning *) insert into %I select * from moved', parent || '_before', until, parent);
      execute format('alter table %I attach partition %I for values from (minvalue) to (%L)', parent, parent || '_before', until);
    else
      execute format('drop table %I', parent || '_before');
    end if;
  end loop;
end $$;--> statement-breakpoint
SELECT make_months(now(), 2);
