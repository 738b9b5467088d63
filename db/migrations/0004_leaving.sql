DROP INDEX "messages_recipient_id_id_index";--> statement-breakpoint
ALTER TABLE "departures" ADD COLUMN "erased" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "messages_recipient_id_id_index" ON "messages" USING btree ("recipient_id","id");