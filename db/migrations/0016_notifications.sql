CREATE TABLE "announcements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"title" jsonb NOT NULL,
	"body" jsonb NOT NULL,
	"link" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notification_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"means" text NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"reverted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "notification_deliveries" (
	"user_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"state" text NOT NULL,
	"rule" text NOT NULL,
	"due_at" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"opened_at" timestamp with time zone,
	"failure" text,
	CONSTRAINT "notification_deliveries_user_id_event_id_channel_pk" PRIMARY KEY("user_id","event_id","channel"),
	CONSTRAINT "notification_deliveries_due_at" CHECK ("notification_deliveries"."state" not in ('held', 'bundled') or "notification_deliveries"."due_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "notification_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_id" uuid,
	"group_id" uuid,
	"object_id" uuid,
	"data" jsonb NOT NULL,
	"audience" jsonb NOT NULL,
	"client_id" uuid,
	"idempotency_key" text,
	"due_at" timestamp with time zone,
	"cursor" uuid,
	"laid_out" integer DEFAULT 0 NOT NULL,
	"finished_at" timestamp with time zone,
	"cancelled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "notification_preferences" (
	"user_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"channel" text NOT NULL,
	"mode" text NOT NULL,
	"muted_until" timestamp with time zone,
	"means" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "notification_preferences_user_id_scope_key_channel_pk" PRIMARY KEY("user_id","scope","key","channel"),
	CONSTRAINT "notification_preferences_mode" CHECK ("notification_preferences"."mode" in ('off', 'instant', 'digest')),
	CONSTRAINT "notification_preferences_scope" CHECK ("notification_preferences"."scope" in ('global', 'category', 'type', 'object') and ("notification_preferences"."scope" = 'global') = ("notification_preferences"."key" = ''))
);
--> statement-breakpoint
CREATE TABLE "notification_schedules" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"quiet" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"digest" text DEFAULT 'daily' NOT NULL,
	"digest_minute" smallint DEFAULT 480 NOT NULL,
	"digest_day" smallint DEFAULT 1 NOT NULL,
	"paused_until" timestamp with time zone,
	"mail_while_online" boolean DEFAULT false NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"user_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"type" text NOT NULL,
	"object_id" uuid,
	"is_shown" boolean NOT NULL,
	"read_at" timestamp with time zone,
	"archived_at" timestamp with time zone,
	"snoozed_until" timestamp with time zone,
	CONSTRAINT "notifications_user_id_event_id_pk" PRIMARY KEY("user_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "push_subscriptions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"endpoint" text NOT NULL,
	"p256dh" text NOT NULL,
	"auth" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"failed_at" timestamp with time zone,
	CONSTRAINT "push_subscriptions_endpoint_unique" UNIQUE("endpoint")
);
--> statement-breakpoint
CREATE TABLE "unsubscribe_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_changes" ADD CONSTRAINT "notification_changes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_deliveries" ADD CONSTRAINT "notification_deliveries_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_events" ADD CONSTRAINT "notification_events_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_preferences" ADD CONSTRAINT "notification_preferences_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_schedules" ADD CONSTRAINT "notification_schedules_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_subscriptions" ADD CONSTRAINT "push_subscriptions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unsubscribe_links" ADD CONSTRAINT "unsubscribe_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "announcements_created_by_index" ON "announcements" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "notification_changes_user_id_id_index" ON "notification_changes" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "notification_changes_at_index" ON "notification_changes" USING btree ("at");--> statement-breakpoint
CREATE INDEX "notification_deliveries_due" ON "notification_deliveries" USING btree ("due_at","user_id") WHERE "notification_deliveries"."state" in ('held', 'bundled');--> statement-breakpoint
CREATE INDEX "notification_deliveries_waiting" ON "notification_deliveries" USING btree ("user_id","channel") WHERE "notification_deliveries"."state" in ('held', 'bundled');--> statement-breakpoint
CREATE UNIQUE INDEX "notification_events_sent_once" ON "notification_events" USING btree ("client_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "notification_events_actor_id_index" ON "notification_events" USING btree ("actor_id") WHERE "notification_events"."actor_id" is not null;--> statement-breakpoint
CREATE INDEX "notification_events_due_at_index" ON "notification_events" USING btree ("due_at") WHERE "notification_events"."finished_at" is null and "notification_events"."cancelled_at" is null;--> statement-breakpoint
CREATE INDEX "notifications_unread" ON "notifications" USING btree ("user_id","event_id") WHERE "notifications"."is_shown" and "notifications"."read_at" is null and "notifications"."archived_at" is null;--> statement-breakpoint
CREATE INDEX "notifications_user_id_object_id_index" ON "notifications" USING btree ("user_id","object_id") WHERE "notifications"."object_id" is not null;--> statement-breakpoint
CREATE INDEX "notifications_user_id_snoozed_until_index" ON "notifications" USING btree ("user_id","snoozed_until") WHERE "notifications"."snoozed_until" is not null;--> statement-breakpoint
CREATE INDEX "push_subscriptions_user_id_index" ON "push_subscriptions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "unsubscribe_links_once" ON "unsubscribe_links" USING btree ("user_id","scope","key");