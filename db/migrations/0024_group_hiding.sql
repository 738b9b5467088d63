ALTER TYPE "public"."sanction_kind" ADD VALUE 'group_hiding';--> statement-breakpoint
ALTER TABLE "sanctions" ALTER COLUMN "person_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "sanctions" ADD COLUMN "group_id" uuid;--> statement-breakpoint
ALTER TABLE "sanctions" ADD CONSTRAINT "sanctions_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sanctions_group_id_id_index" ON "sanctions" USING btree ("group_id","id") WHERE "sanctions"."group_id" is not null;--> statement-breakpoint
ALTER TABLE "sanctions" ADD CONSTRAINT "sanctions_about_one" CHECK (num_nonnulls("sanctions"."person_id", "sanctions"."group_id") = 1 and ("sanctions"."kind"::text = 'group_hiding') = ("sanctions"."group_id" is not null));