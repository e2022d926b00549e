from django.http import *
mail_list=mail_detail=mail_html=lambda r,**k: HttpResponse("")
