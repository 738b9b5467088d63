DROP INDEX "appeals_open";--> statement-breakpoint
CREATE INDEX "groups_by_beginning" ON "groups" USING btree (lower("name") text_pattern_ops,"id") WHERE "groups"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "users_active_by_locale" ON "users" USING btree ("locale") WHERE "users"."status" = 'active';--> statement-breakpoint
CREATE INDEX "appeals_open" ON "appeals" USING btree ("at","id","case_id") WHERE "appeals"."outcome" is null;