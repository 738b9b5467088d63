CREATE TYPE "public"."departure_kind" AS ENUM('pause', 'deletion');--> statement-breakpoint
CREATE TYPE "public"."export_state" AS ENUM('queued', 'running', 'ready', 'failed');--> statement-breakpoint
CREATE TYPE "public"."audience" AS ENUM('everyone', 'signed_in', 'contacts', 'only_me');--> statement-breakpoint
CREATE TYPE "public"."contact_circle" AS ENUM('signed_in', 'group_mates', 'contacts', 'nobody');--> statement-breakpoint
ALTER TYPE "public"."account_status" ADD VALUE 'leaving';--> statement-breakpoint
ALTER TYPE "public"."account_status" ADD VALUE 'erasing';--> statement-breakpoint
CREATE TABLE "groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "data_exports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"state" "export_state" NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"parts" integer DEFAULT 0 NOT NULL,
	"size" integer,
	"ready_at" timestamp with time zone,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "departures" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"kind" "departure_kind" NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone,
	"receipt_id" uuid,
	"keeps_messages" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "erasure_receipts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"erased_at" timestamp with time zone NOT NULL,
	"document" text NOT NULL,
	"signature" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "receipt_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"public_jwk" text NOT NULL,
	"private_key" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sender_id" uuid,
	"recipient_id" uuid NOT NULL,
	"body" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"is_request" boolean DEFAULT false NOT NULL,
	"read_at" timestamp with time zone,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "photo_uploads" (
	"key" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"metadata" jsonb NOT NULL,
	"callback_url" text NOT NULL,
	"callback_slug" text NOT NULL,
	"size" integer,
	"taken_at" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "photos" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"key" text NOT NULL,
	"upload_key" text NOT NULL,
	"alt" text DEFAULT '' NOT NULL,
	"removed_metadata" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"is_current" boolean NOT NULL,
	"replaced_at" timestamp with time zone,
	CONSTRAINT "photos_uploadKey_unique" UNIQUE("upload_key")
);
--> statement-breakpoint
CREATE TABLE "blocks" (
	"blocker_id" uuid NOT NULL,
	"blocked_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "blocks_blocker_id_blocked_id_pk" PRIMARY KEY("blocker_id","blocked_id")
);
--> statement-breakpoint
CREATE TABLE "contact_requests" (
	"from_id" uuid NOT NULL,
	"to_id" uuid NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"declined_at" timestamp with time zone,
	CONSTRAINT "contact_requests_from_id_to_id_pk" PRIMARY KEY("from_id","to_id")
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"user_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "contacts_user_id_contact_id_pk" PRIMARY KEY("user_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "privacy_settings" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"profile" "audience" DEFAULT 'everyone' NOT NULL,
	"photo" "audience" DEFAULT 'everyone' NOT NULL,
	"bio" "audience" DEFAULT 'everyone' NOT NULL,
	"pronouns" "audience" DEFAULT 'everyone' NOT NULL,
	"location" "audience" DEFAULT 'everyone' NOT NULL,
	"website" "audience" DEFAULT 'everyone' NOT NULL,
	"email" "audience" DEFAULT 'only_me' NOT NULL,
	"time_zone" "audience" DEFAULT 'signed_in' NOT NULL,
	"last_seen" "audience" DEFAULT 'contacts' NOT NULL,
	"groups" "audience" DEFAULT 'signed_in' NOT NULL,
	"searchable" boolean DEFAULT true NOT NULL,
	"indexable" boolean DEFAULT false NOT NULL,
	"messages_from" "contact_circle" DEFAULT 'signed_in' NOT NULL,
	"contact_requests_from" "contact_circle" DEFAULT 'signed_in' NOT NULL,
	"found_by_email_from" "contact_circle" DEFAULT 'nobody' NOT NULL,
	"messages_by_mail" boolean DEFAULT true NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "former_handles" (
	"handle" text PRIMARY KEY NOT NULL,
	"handle_lookalike" text GENERATED ALWAYS AS (replace(replace(translate("former_handles"."handle", '01_', 'ol-'), 'rn', 'm'), 'vv', 'w')) STORED NOT NULL,
	"user_id" uuid,
	"released_at" timestamp with time zone NOT NULL,
	"held_until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "profiles" ADD COLUMN "handle_lookalike" text GENERATED ALWAYS AS (replace(replace(translate("profiles"."handle", '01_', 'ol-'), 'rn', 'm'), 'vv', 'w')) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_id_principals_id_fk" FOREIGN KEY ("id") REFERENCES "public"."principals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "data_exports" ADD CONSTRAINT "data_exports_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "departures" ADD CONSTRAINT "departures_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_sender_id_users_id_fk" FOREIGN KEY ("sender_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_recipient_id_users_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photo_uploads" ADD CONSTRAINT "photo_uploads_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photos" ADD CONSTRAINT "photos_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blocks" ADD CONSTRAINT "blocks_blocker_id_users_id_fk" FOREIGN KEY ("blocker_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blocks" ADD CONSTRAINT "blocks_blocked_id_users_id_fk" FOREIGN KEY ("blocked_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_requests" ADD CONSTRAINT "contact_requests_from_id_users_id_fk" FOREIGN KEY ("from_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_requests" ADD CONSTRAINT "contact_requests_to_id_users_id_fk" FOREIGN KEY ("to_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_contact_id_users_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "privacy_settings" ADD CONSTRAINT "privacy_settings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "former_handles" ADD CONSTRAINT "former_handles_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "data_exports_user_id_requested_at_index" ON "data_exports" USING btree ("user_id","requested_at");--> statement-breakpoint
CREATE INDEX "data_exports_expires_at_index" ON "data_exports" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "departures_due_at_index" ON "departures" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "messages_recipient_id_id_index" ON "messages" USING btree ("recipient_id","id") WHERE "messages"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "messages_sender_id_id_index" ON "messages" USING btree ("sender_id","id");--> statement-breakpoint
CREATE INDEX "photo_uploads_user_id_index" ON "photo_uploads" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "photo_uploads_expires_at_index" ON "photo_uploads" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "photos_user_id_index" ON "photos" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "photos_key_index" ON "photos" USING btree ("key");--> statement-breakpoint
CREATE UNIQUE INDEX "photos_current" ON "photos" USING btree ("user_id") WHERE "photos"."is_current";--> statement-breakpoint
CREATE INDEX "blocks_blocked_id_index" ON "blocks" USING btree ("blocked_id");--> statement-breakpoint
CREATE INDEX "contact_requests_to_id_index" ON "contact_requests" USING btree ("to_id");--> statement-breakpoint
CREATE INDEX "contacts_contact_id_index" ON "contacts" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "former_handles_user_id_index" ON "former_handles" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "former_handles_handle_lookalike_index" ON "former_handles" USING btree ("handle_lookalike");--> statement-breakpoint
CREATE INDEX "former_handles_held_until_index" ON "former_handles" USING btree ("held_until");--> statement-breakpoint
-- Of handles that look alike the oldest account keeps its own. The others get one made of their id, and what they had leads to it.
WITH "alike" AS (
  SELECT "profiles"."user_id", "handle",
    row_number() OVER (PARTITION BY "handle_lookalike" ORDER BY "users"."created_at", "users"."id") AS "nth"
  FROM "profiles" JOIN "users" ON "users"."id" = "profiles"."user_id"
), "moved" AS (
  INSERT INTO "former_handles" ("handle", "user_id", "released_at", "held_until")
  SELECT "handle", "user_id", now(), now() + interval '90 days' FROM "alike" WHERE "nth" > 1
  RETURNING "user_id"
)
UPDATE "profiles" SET "handle" = 'person-' || right(replace("user_id"::text, '-', ''), 12)
WHERE "user_id" IN (SELECT "user_id" FROM "moved");--> statement-breakpoint
ALTER TABLE "profiles" ADD CONSTRAINT "profiles_handleLookalike_unique" UNIQUE("handle_lookalike");--> statement-breakpoint
-- Everybody who is here already sees everybody as before.
INSERT INTO "privacy_settings" ("user_id") SELECT "id" FROM "users";
