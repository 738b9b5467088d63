DROP INDEX "notification_events_due_at_index";--> statement-breakpoint
DROP INDEX "object_grants_expires_at_index";