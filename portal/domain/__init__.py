"""What onboarding is: pure rules over plain values. No I/O, no clock, no framework."""
