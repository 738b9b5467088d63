CREATE INDEX "cases_open_person" ON "cases" USING btree ("person_id") WHERE "cases"."state" = 'open' and "cases"."person_id" is not null;--> statement-breakpoint
CREATE INDEX "search_words_all" ON "search_words" USING btree ("word","user_id");--> statement-breakpoint
CREATE INDEX "users_by_creation" ON "users" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "users_not_active" ON "users" USING btree ("status","id") WHERE "users"."status" <> 'active';--> statement-breakpoint
CREATE INDEX "users_limited" ON "users" USING btree ("limited_until","id") WHERE "users"."limited_until" is not null;