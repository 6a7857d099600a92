"""Pictures and sounds in questions: taken in, shown to whom they are for, let go of."""
