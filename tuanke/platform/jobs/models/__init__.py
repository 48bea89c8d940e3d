from tuanke.platform.jobs.models.run import JobRun

__all__ = ["JobRun"]
