"""Support: from reports and witnesses to a probability under stated assumptions, or none."""
