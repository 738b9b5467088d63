DROP INDEX "messages_sender_id_id_index";--> statement-breakpoint
ALTER TABLE "contact_requests" ADD COLUMN "withdrawn_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "messages_recipient_id_is_request_at_id_index" ON "messages" USING btree ("recipient_id","is_request","at","id") WHERE "messages"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "messages_unread" ON "messages" USING btree ("recipient_id","is_request") WHERE "messages"."removed_at" is null and "messages"."read_at" is null;--> statement-breakpoint
CREATE INDEX "messages_sender_id_recipient_id_at_index" ON "messages" USING btree ("sender_id","recipient_id","at");--> statement-breakpoint
CREATE INDEX "messages_removed_at_index" ON "messages" USING btree ("removed_at") WHERE "messages"."removed_at" is not null;