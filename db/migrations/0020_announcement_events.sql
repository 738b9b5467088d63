ALTER TABLE "announcements" ADD COLUMN "event_id" uuid NOT NULL;--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_eventId_unique" UNIQUE("event_id");