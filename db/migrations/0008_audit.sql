CREATE TABLE "audit_seals" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"entry_id" uuid NOT NULL,
	"digest" "bytea" NOT NULL,
	"link" "bytea" NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "audit_seals_entryId_unique" UNIQUE("entry_id")
);
--> statement-breakpoint
CREATE TABLE "audit_unsealed" (
	"entry_id" uuid PRIMARY KEY NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "digest" "bytea" DEFAULT ''::bytea NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "redacted_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "audit_entries_kind_id_index" ON "audit_entries" USING btree ("kind","id");--> statement-breakpoint
CREATE INDEX "audit_entries_request_id_index" ON "audit_entries" USING btree ("request_id") WHERE "audit_entries"."request_id" is not null;--> statement-breakpoint
CREATE INDEX "audit_entries_ip_id_index" ON "audit_entries" USING btree ("ip","id") WHERE "audit_entries"."ip" is not null;--> statement-breakpoint
CREATE INDEX "audit_entries_erasures" ON "audit_entries" USING btree ("at") WHERE "audit_entries"."kind" = 'account.erased' and "audit_entries"."redacted_at" is null;--> statement-breakpoint
-- What an entry says, as one value: the epoch and not the text of the time, which depends on the zone of the session.
CREATE FUNCTION "audit_digest"("entry" "audit_entries") RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
  select sha256(convert_to(jsonb_build_array(
    entry.id, extract(epoch from entry.at), entry.kind, entry.actor_id, entry.subject_id, entry.before, entry.after,
    entry.request_id, entry.ip)::text, 'UTF8'))
$$;--> statement-breakpoint
UPDATE "audit_entries" SET "digest" = audit_digest("audit_entries");--> statement-breakpoint
INSERT INTO "audit_unsealed" ("entry_id") SELECT "id" FROM "audit_entries";--> statement-breakpoint
CREATE FUNCTION "audit_entry_added"() RETURNS trigger LANGUAGE plpgsql AS $$ begin
  new.redacted_at := null;
  new.digest := audit_digest(new);
  insert into audit_unsealed (entry_id) values (new.id);
  return new;
end $$;--> statement-breakpoint
CREATE TRIGGER "audit_entries_added" BEFORE INSERT ON "audit_entries" FOR EACH ROW EXECUTE FUNCTION "audit_entry_added"();--> statement-breakpoint
CREATE FUNCTION "audit_refused"() RETURNS trigger LANGUAGE plpgsql AS $$ begin
  raise exception using errcode = 'insufficient_privilege', message = 'the audit trail is only ever added to';
end $$;--> statement-breakpoint
-- The one change that there is: after twelve months whom an entry names, and what it says of them, may be taken out.
CREATE FUNCTION "audit_entry_changed"() RETURNS trigger LANGUAGE plpgsql AS $$ begin
  if (new.id, new.at, new.kind, new.digest) = (old.id, old.at, old.kind, old.digest)
    and old.at < now() - interval '12 months' and new.redacted_at is not null
    and (new.actor_id is null or new.actor_id = old.actor_id)
    and (new.subject_id is null or new.subject_id = old.subject_id)
    and num_nonnulls(new.before, new.after, new.request_id, new.ip) = 0
  then return new; end if;
  raise exception using errcode = 'insufficient_privilege', message = 'the audit trail is only ever added to';
end $$;--> statement-breakpoint
CREATE TRIGGER "audit_entries_changed" BEFORE UPDATE ON "audit_entries" FOR EACH ROW EXECUTE FUNCTION "audit_entry_changed"();--> statement-breakpoint
CREATE TRIGGER "audit_entries_deleted" BEFORE DELETE ON "audit_entries" FOR EACH ROW EXECUTE FUNCTION "audit_refused"();--> statement-breakpoint
CREATE TRIGGER "audit_entries_emptied" BEFORE TRUNCATE ON "audit_entries" FOR EACH STATEMENT EXECUTE FUNCTION "audit_refused"();--> statement-breakpoint
CREATE TRIGGER "audit_seals_changed" BEFORE UPDATE OR DELETE ON "audit_seals" FOR EACH ROW EXECUTE FUNCTION "audit_refused"();--> statement-breakpoint
CREATE TRIGGER "audit_seals_emptied" BEFORE TRUNCATE ON "audit_seals" FOR EACH STATEMENT EXECUTE FUNCTION "audit_refused"();--> statement-breakpoint
-- Seals entries, the oldest first; of several at once one does and the others wait. An entry that is gone gets an empty digest, which the proof finds.
CREATE FUNCTION "audit_seal"("most" integer) RETURNS integer LANGUAGE plpgsql AS $$
declare
  number bigint := 0;
  link bytea := sha256(''::bytea);
  ids uuid[] := '{}';
  entry record;
begin
  perform pg_advisory_xact_lock(7340003);
  select s.seq, s.link into number, link from audit_seals s order by s.seq desc limit 1;
  if not found then number := 0; link := sha256(''::bytea); end if;
  for entry in
    select u.entry_id, coalesce(a.digest, ''::bytea) as digest
    from audit_unsealed u left join audit_entries a on a.id = u.entry_id
    order by u.entry_id limit most
  loop
    number := number + 1;
    link := sha256(link || entry.digest);
    insert into audit_seals (seq, entry_id, digest, link, sealed_at) values (number, entry.entry_id, entry.digest, link, now());
    ids := ids || entry.entry_id;
  end loop;
  delete from audit_unsealed where entry_id = any(ids);
  return cardinality(ids);
end $$;
