"""Dates of the admin in Catalan, in digits: Django would write «1 abril de 2027», without its d'.

Pages and mails write months in words, through `projects.templatetags.dates`.
"""

DATE_FORMAT = "d/m/Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "d/m/Y H:i"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
