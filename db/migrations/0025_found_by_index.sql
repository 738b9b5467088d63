DROP INDEX "app_sessions_client_id_index";--> statement-breakpoint
DROP INDEX "email_changes_expires_at_index";--> statement-breakpoint
CREATE INDEX "app_sessions_client_id_last_seen_at_index" ON "app_sessions" USING btree ("client_id","last_seen_at");--> statement-breakpoint
CREATE INDEX "memberships_expires_at_index" ON "memberships" USING btree ("expires_at") WHERE "memberships"."expires_at" is not null;--> statement-breakpoint
CREATE INDEX "email_changes_over" ON "email_changes" USING btree ((case when "confirmed_at" is null then "expires_at" else "undo_until" end));