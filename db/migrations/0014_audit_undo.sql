CREATE TABLE "audit_undone" (
	"entry_id" uuid PRIMARY KEY NOT NULL,
	"undo_id" uuid NOT NULL,
	CONSTRAINT "audit_undone_undoId_unique" UNIQUE("undo_id")
);
--> statement-breakpoint
CREATE INDEX "audit_entries_object" ON "audit_entries" USING btree (coalesce(
    "after" ->> 'roleId', "before" ->> 'roleId', "after" ->> 'case', "before" ->> 'case',
    "after" ->> 'groupId', "before" ->> 'groupId', "after" ->> 'principalId', "before" ->> 'principalId'),"id") WHERE coalesce(
    "audit_entries"."after" ->> 'roleId', "audit_entries"."before" ->> 'roleId', "audit_entries"."after" ->> 'case', "audit_entries"."before" ->> 'case',
    "audit_entries"."after" ->> 'groupId', "audit_entries"."before" ->> 'groupId', "audit_entries"."after" ->> 'principalId', "audit_entries"."before" ->> 'principalId') is not null;--> statement-breakpoint
CREATE TRIGGER "audit_undone_changed" BEFORE UPDATE OR DELETE ON "audit_undone" FOR EACH ROW EXECUTE FUNCTION "audit_refused"();--> statement-breakpoint
CREATE TRIGGER "audit_undone_emptied" BEFORE TRUNCATE ON "audit_undone" FOR EACH STATEMENT EXECUTE FUNCTION "audit_refused"();
