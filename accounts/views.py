from django.http import *
def settings_page(request): return HttpResponse("")
