"""What a language model answered in a run, so that the run replays without it."""

from django.db import models

from luotsi.workbench.models.run import Run


class ModelAnswer(models.Model):
    """One call in its order. ``asked`` is the hash of prompt, schema and seed; the prompt itself is not kept. ``answer`` is
    what came, identifiers taken out as they were when it was asked; null when nothing usable came, and ``failure`` says why.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="model_answers")
    position = models.PositiveIntegerField()
    asked = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    failure = models.JSONField(null=True)
    model = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="one_answer_a_call"),
            models.CheckConstraint(
                condition=models.Q(answer__isnull=False) | models.Q(failure__isnull=False), name="answer_or_failure"
            ),
        ]
        ordering = ["position"]
