CREATE TYPE "public"."group_joining" AS ENUM('open', 'request', 'invitation');--> statement-breakpoint
CREATE TYPE "public"."group_visibility" AS ENUM('signed_in', 'members');--> statement-breakpoint
CREATE TYPE "public"."appeal_outcome" AS ENUM('upheld', 'granted');--> statement-breakpoint
CREATE TYPE "public"."approval_kind" AS ENUM('purge', 'administrator');--> statement-breakpoint
CREATE TYPE "public"."approval_outcome" AS ENUM('approved', 'refused', 'withdrawn', 'expired');--> statement-breakpoint
CREATE TYPE "public"."case_outcome" AS ENUM('dismissed', 'acted');--> statement-breakpoint
CREATE TYPE "public"."case_state" AS ENUM('open', 'resolved');--> statement-breakpoint
CREATE TYPE "public"."case_subject" AS ENUM('profile', 'photo', 'message', 'group');--> statement-breakpoint
CREATE TYPE "public"."sanction_end" AS ENUM('expired', 'undone', 'appeal');--> statement-breakpoint
CREATE TYPE "public"."sanction_kind" AS ENUM('warning', 'hiding', 'limit', 'suspension');--> statement-breakpoint
CREATE TYPE "public"."group_standing" AS ENUM('member', 'manager', 'owner');--> statement-breakpoint
CREATE TABLE "group_invitations" (
	"group_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"standing" "group_standing" DEFAULT 'member' NOT NULL,
	"invited_by" uuid,
	"at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "group_invitations_group_id_user_id_pk" PRIMARY KEY("group_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "appeals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"case_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"words" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"outcome" "appeal_outcome",
	"decided_at" timestamp with time zone,
	"decided_by" uuid,
	"answer" text DEFAULT '' NOT NULL,
	CONSTRAINT "appeals_caseId_unique" UNIQUE("case_id")
);
--> statement-breakpoint
CREATE TABLE "approvals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" "approval_kind" NOT NULL,
	"person_id" uuid NOT NULL,
	"asked_by" uuid,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"outcome" "approval_outcome",
	"decided_at" timestamp with time zone,
	"decided_by" uuid
);
--> statement-breakpoint
CREATE TABLE "case_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"case_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_id" uuid,
	"kind" text NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "case_pictures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"case_id" uuid NOT NULL,
	"photo_id" uuid NOT NULL,
	"image" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "case_pictures_caseId_photoId_unique" UNIQUE("case_id","photo_id")
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"subject_kind" "case_subject" NOT NULL,
	"subject_id" uuid NOT NULL,
	"person_id" uuid,
	"group_id" uuid,
	"state" "case_state" DEFAULT 'open' NOT NULL,
	"urgency" smallint DEFAULT 0 NOT NULL,
	"kind" text,
	"report_count" integer DEFAULT 0 NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"first_action_at" timestamp with time zone,
	"claimed_by" uuid,
	"claimed_at" timestamp with time zone,
	"resolved_at" timestamp with time zone,
	"resolved_by" uuid,
	"outcome" "case_outcome",
	"rule" text
);
--> statement-breakpoint
CREATE TABLE "notes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"case_id" uuid,
	"author_id" uuid,
	"body" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"case_id" uuid NOT NULL,
	"reporter_id" uuid,
	"kind" text NOT NULL,
	"words" text DEFAULT '' NOT NULL,
	"evidence" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "reports_caseId_reporterId_unique" UNIQUE("case_id","reporter_id")
);
--> statement-breakpoint
CREATE TABLE "sanctions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"kind" "sanction_kind" NOT NULL,
	"rule" text NOT NULL,
	"words" text DEFAULT '' NOT NULL,
	"hides" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone,
	"acted_by" uuid,
	"ended_at" timestamp with time zone,
	"ended_how" "sanction_end",
	"ended_by" uuid
);
--> statement-breakpoint
CREATE TABLE "staff_views" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"page" text NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "staff_views_userId_page_name_unique" UNIQUE("user_id","page","name")
);
--> statement-breakpoint
CREATE TABLE "object_denies" (
	"principal_id" uuid NOT NULL,
	"permission_id" smallint NOT NULL,
	"object_id" uuid NOT NULL,
	"object_type" text NOT NULL,
	"denied_by" uuid,
	"denied_at" timestamp with time zone NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	CONSTRAINT "object_denies_principal_id_permission_id_object_id_pk" PRIMARY KEY("principal_id","permission_id","object_id")
);
--> statement-breakpoint
CREATE TABLE "object_grants" (
	"principal_id" uuid NOT NULL,
	"permission_id" smallint NOT NULL,
	"object_id" uuid NOT NULL,
	"object_type" text NOT NULL,
	"expires_at" timestamp with time zone,
	"granted_by" uuid,
	"granted_at" timestamp with time zone NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	CONSTRAINT "object_grants_principal_id_permission_id_object_id_pk" PRIMARY KEY("principal_id","permission_id","object_id") INCLUDE ("expires_at")
);
--> statement-breakpoint
CREATE TABLE "securables" (
	"id" uuid PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	CONSTRAINT "securables_id_type_unique" UNIQUE("id","type")
);
--> statement-breakpoint
ALTER TABLE "permissions" ADD CONSTRAINT "permissions_id_objectType_unique" UNIQUE("id","object_type");--> statement-breakpoint
ALTER TABLE "roles" ALTER COLUMN "key" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "visibility" "group_visibility" DEFAULT 'signed_in' NOT NULL;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "joining" "group_joining" DEFAULT 'invitation' NOT NULL;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "hidden_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "removed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "hidden_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "standing" "group_standing" DEFAULT 'member' NOT NULL;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "granted_by" uuid;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "granted_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "reason" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "principal_permissions" ADD COLUMN "granted_by" uuid;--> statement-breakpoint
ALTER TABLE "principal_permissions" ADD COLUMN "granted_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "principal_permissions" ADD COLUMN "reason" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "roles" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "roles" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "roles" ADD COLUMN "color" text DEFAULT 'slate' NOT NULL;--> statement-breakpoint
ALTER TABLE "roles" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "profiles" ADD COLUMN "hidden_parts" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "limited_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "group_invitations" ADD CONSTRAINT "group_invitations_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_invitations" ADD CONSTRAINT "group_invitations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_invitations" ADD CONSTRAINT "group_invitations_invited_by_users_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_person_id_users_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_person_id_users_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_asked_by_users_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_events" ADD CONSTRAINT "case_events_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_events" ADD CONSTRAINT "case_events_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_pictures" ADD CONSTRAINT "case_pictures_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_person_id_users_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_claimed_by_users_id_fk" FOREIGN KEY ("claimed_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_resolved_by_users_id_fk" FOREIGN KEY ("resolved_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_person_id_users_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_reporter_id_users_id_fk" FOREIGN KEY ("reporter_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sanctions" ADD CONSTRAINT "sanctions_person_id_users_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sanctions" ADD CONSTRAINT "sanctions_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sanctions" ADD CONSTRAINT "sanctions_acted_by_users_id_fk" FOREIGN KEY ("acted_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sanctions" ADD CONSTRAINT "sanctions_ended_by_users_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_views" ADD CONSTRAINT "staff_views_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "object_denies" ADD CONSTRAINT "object_denies_principal_id_principals_id_fk" FOREIGN KEY ("principal_id") REFERENCES "public"."principals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "object_denies" ADD CONSTRAINT "object_denies_denied_by_users_id_fk" FOREIGN KEY ("denied_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "object_denies" ADD CONSTRAINT "object_denies_object_id_object_type_securables_id_type_fk" FOREIGN KEY ("object_id","object_type") REFERENCES "public"."securables"("id","type") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "object_denies" ADD CONSTRAINT "object_denies_permission_id_object_type_permissions_id_object_type_fk" FOREIGN KEY ("permission_id","object_type") REFERENCES "public"."permissions"("id","object_type") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "object_grants" ADD CONSTRAINT "object_grants_principal_id_principals_id_fk" FOREIGN KEY ("principal_id") REFERENCES "public"."principals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "object_grants" ADD CONSTRAINT "object_grants_granted_by_users_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "object_grants" ADD CONSTRAINT "object_grants_object_id_object_type_securables_id_type_fk" FOREIGN KEY ("object_id","object_type") REFERENCES "public"."securables"("id","type") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "object_grants" ADD CONSTRAINT "object_grants_permission_id_object_type_permissions_id_object_type_fk" FOREIGN KEY ("permission_id","object_type") REFERENCES "public"."permissions"("id","object_type") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "group_invitations_user_id_group_id_index" ON "group_invitations" USING btree ("user_id","group_id");--> statement-breakpoint
CREATE INDEX "group_invitations_invited_by_index" ON "group_invitations" USING btree ("invited_by") WHERE "group_invitations"."invited_by" is not null;--> statement-breakpoint
CREATE INDEX "group_invitations_expires_at_index" ON "group_invitations" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "appeals_open" ON "appeals" USING btree ("at","id") WHERE "appeals"."outcome" is null;--> statement-breakpoint
CREATE INDEX "appeals_person_id_index" ON "appeals" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "appeals_decided_by_index" ON "appeals" USING btree ("decided_by") WHERE "appeals"."decided_by" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "approvals_open" ON "approvals" USING btree ("kind","person_id") WHERE "approvals"."outcome" is null;--> statement-breakpoint
CREATE INDEX "approvals_person_id_index" ON "approvals" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "approvals_asked_by_index" ON "approvals" USING btree ("asked_by") WHERE "approvals"."asked_by" is not null;--> statement-breakpoint
CREATE INDEX "approvals_decided_by_index" ON "approvals" USING btree ("decided_by") WHERE "approvals"."decided_by" is not null;--> statement-breakpoint
CREATE INDEX "case_events_case_id_id_index" ON "case_events" USING btree ("case_id","id");--> statement-breakpoint
CREATE INDEX "case_events_actor_id_index" ON "case_events" USING btree ("actor_id") WHERE "case_events"."actor_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "cases_open_subject" ON "cases" USING btree ("subject_kind","subject_id") WHERE "cases"."state" = 'open';--> statement-breakpoint
CREATE INDEX "cases_queue" ON "cases" USING btree ("urgency" DESC NULLS LAST,"opened_at","id") WHERE "cases"."state" = 'open';--> statement-breakpoint
CREATE INDEX "cases_resolved" ON "cases" USING btree ("resolved_at","id") WHERE "cases"."state" = 'resolved';--> statement-breakpoint
CREATE INDEX "cases_person_id_id_index" ON "cases" USING btree ("person_id","id");--> statement-breakpoint
CREATE INDEX "cases_group_id_id_index" ON "cases" USING btree ("group_id","id");--> statement-breakpoint
CREATE INDEX "cases_claimed_by_index" ON "cases" USING btree ("claimed_by") WHERE "cases"."claimed_by" is not null;--> statement-breakpoint
CREATE INDEX "cases_resolved_by_index" ON "cases" USING btree ("resolved_by") WHERE "cases"."resolved_by" is not null;--> statement-breakpoint
CREATE INDEX "notes_person_id_id_index" ON "notes" USING btree ("person_id","id");--> statement-breakpoint
CREATE INDEX "notes_case_id_id_index" ON "notes" USING btree ("case_id","id") WHERE "notes"."case_id" is not null;--> statement-breakpoint
CREATE INDEX "notes_author_id_index" ON "notes" USING btree ("author_id") WHERE "notes"."author_id" is not null;--> statement-breakpoint
CREATE INDEX "reports_reporter_id_id_index" ON "reports" USING btree ("reporter_id","id");--> statement-breakpoint
CREATE INDEX "reports_case_id_id_index" ON "reports" USING btree ("case_id","id");--> statement-breakpoint
CREATE INDEX "sanctions_person_id_id_index" ON "sanctions" USING btree ("person_id","id");--> statement-breakpoint
CREATE INDEX "sanctions_in_force" ON "sanctions" USING btree ("person_id","kind") WHERE "sanctions"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "sanctions_due" ON "sanctions" USING btree ("ends_at") WHERE "sanctions"."ended_at" is null and "sanctions"."ends_at" is not null;--> statement-breakpoint
CREATE INDEX "sanctions_case_id_id_index" ON "sanctions" USING btree ("case_id","id");--> statement-breakpoint
CREATE INDEX "sanctions_acted_by_index" ON "sanctions" USING btree ("acted_by") WHERE "sanctions"."acted_by" is not null;--> statement-breakpoint
CREATE INDEX "sanctions_ended_by_index" ON "sanctions" USING btree ("ended_by") WHERE "sanctions"."ended_by" is not null;--> statement-breakpoint
CREATE INDEX "object_denies_object" ON "object_denies" USING btree ("object_id","permission_id");--> statement-breakpoint
CREATE INDEX "object_denies_denied_by_index" ON "object_denies" USING btree ("denied_by") WHERE "object_denies"."denied_by" is not null;--> statement-breakpoint
CREATE INDEX "object_grants_object" ON "object_grants" USING btree ("object_id","principal_id","permission_id") INCLUDE ("expires_at");--> statement-breakpoint
CREATE INDEX "object_grants_expires_at_index" ON "object_grants" USING btree ("expires_at") WHERE "object_grants"."expires_at" is not null;--> statement-breakpoint
CREATE INDEX "object_grants_granted_by_index" ON "object_grants" USING btree ("granted_by") WHERE "object_grants"."granted_by" is not null;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_granted_by_users_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "principal_permissions" ADD CONSTRAINT "principal_permissions_granted_by_users_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "groups_by_name" ON "groups" USING btree (lower("name"),"id") WHERE "groups"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "groups_removed_at_index" ON "groups" USING btree ("removed_at") WHERE "groups"."removed_at" is not null;--> statement-breakpoint
CREATE INDEX "memberships_granted_by_index" ON "memberships" USING btree ("granted_by") WHERE "memberships"."granted_by" is not null;--> statement-breakpoint
CREATE INDEX "principal_permissions_permission_id_principal_id_index" ON "principal_permissions" USING btree ("permission_id","principal_id");--> statement-breakpoint
CREATE INDEX "principal_permissions_granted_by_index" ON "principal_permissions" USING btree ("granted_by") WHERE "principal_permissions"."granted_by" is not null;--> statement-breakpoint
ALTER TABLE "roles" ADD CONSTRAINT "roles_name_unique" UNIQUE("name");--> statement-breakpoint
ALTER TABLE "roles" ADD CONSTRAINT "roles_called" CHECK (("roles"."key" is null) <> ("roles"."name" is null));--> statement-breakpoint
-- Whatever can carry grants is among the securables from its first moment to its last.
CREATE FUNCTION "securable_added"() RETURNS trigger LANGUAGE plpgsql AS $$ begin
  insert into securables (id, type) select id, tg_argv[0] from added;
  return null;
end $$;--> statement-breakpoint
CREATE FUNCTION "securable_removed"() RETURNS trigger LANGUAGE plpgsql AS $$ begin
  delete from securables using removed where securables.id = removed.id;
  return null;
end $$;--> statement-breakpoint
CREATE TRIGGER "users_securable" AFTER INSERT ON "users" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "securable_added"('person');--> statement-breakpoint
CREATE TRIGGER "users_not_securable" AFTER DELETE ON "users" REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "securable_removed"();--> statement-breakpoint
CREATE TRIGGER "groups_securable" AFTER INSERT ON "groups" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "securable_added"('group');--> statement-breakpoint
CREATE TRIGGER "groups_not_securable" AFTER DELETE ON "groups" REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "securable_removed"();--> statement-breakpoint
CREATE TRIGGER "cases_securable" AFTER INSERT ON "cases" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "securable_added"('report');--> statement-breakpoint
CREATE TRIGGER "cases_not_securable" AFTER DELETE ON "cases" REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "securable_removed"();--> statement-breakpoint
CREATE TRIGGER "oauth_clients_securable" AFTER INSERT ON "oauth_clients" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "securable_added"('client');--> statement-breakpoint
CREATE TRIGGER "oauth_clients_not_securable" AFTER DELETE ON "oauth_clients" REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "securable_removed"();--> statement-breakpoint
INSERT INTO "securables" ("id", "type")
SELECT "id", 'person' FROM "users" UNION ALL SELECT "id", 'group' FROM "groups" UNION ALL SELECT "id", 'client' FROM "oauth_clients";
