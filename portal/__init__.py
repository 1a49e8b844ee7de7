"""The Onboarding Portal: milestones customers climb, verdicts success teams can trust."""
