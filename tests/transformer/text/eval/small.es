Buenos días, Clara.
Buenas noches, Tomás.
¿Dónde está la panadería?
He perdido mi cartera.
El banco cierra a las seis.
Mi hermana vive en Sevilla.
Me gustaría un vaso de agua.
Gracias por su paciencia, Elena.
Estamos buscando el museo.
El alquiler cuesta $900 al mes.
Mi teléfono está roto.
¡Nos vemos el martes!
No tengo dinero.
¿Hay una farmacia cerca de aquí?
El tren a Bilbao está retrasado.
Por favor, envíeme la factura.
Mi padre es profesor.
¿A qué hora abre la biblioteca?
Necesito ver a un médico.
Las llaves están en el coche.
