-- Whoever wanted no messages by mail wants none of what people write and ask: that is what the switch kept from the mailbox.
INSERT INTO "notification_preferences" ("user_id", "scope", "key", "channel", "mode", "means", "changed_at")
SELECT "user_id", "wish"."scope", "wish"."key", 'email', 'off', 'settings', now()
FROM "privacy_settings"
CROSS JOIN (VALUES ('category', 'people'), ('type', 'groups.invited')) AS "wish"("scope", "key")
WHERE NOT "messages_by_mail"
ON CONFLICT DO NOTHING;--> statement-breakpoint
ALTER TABLE "privacy_settings" DROP COLUMN "messages_by_mail";
